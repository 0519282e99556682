import {
  type AttributeDescriptor,
  type ClientApdu,
  type Data,
  type DataAccessResult,
  data,
  encode,
  type GetDataResult,
  type MethodDescriptor,
  type OctetSource,
  type SelectiveAccess,
  type ServerApdu,
  type WholeRequest,
  type WholeResponse,
} from '../../dlms';
import { type ActionOutcome, type CosemAttribute, type CosemObject, notGot } from './cosem-object';

type AccessRequest = Extract<ClientApdu, { kind: 'access-request' }>;
type AccessResponse = Extract<ServerApdu, { kind: 'access-response' }>;
type Selected = { attribute: AttributeDescriptor; accessSelection?: SelectiveAccess | undefined };

const NULL: Data = { type: 'null-data', value: null };

/** Octets of data that one answer may hold, and what each datum counts for at least. The longest profile has some 600,000. */
const LONGEST_ANSWER = 4 * 1024 * 1024;
const LEAST_COST = 64;

/** GET, SET, ACTION and ACCESS over the objects that one association sees: every request is answered, what cannot be is refused. */
export class Services {
  /** Octets that the answer may still have. */
  private room = LONGEST_ANSWER;
  private readonly byName: ReadonlyMap<string, CosemObject>;

  constructor(objects: readonly CosemObject[]) {
    this.byName = new Map(objects.map((object) => [object.logicalName, object]));
  }

  answer(request: WholeRequest): WholeResponse {
    const { invokeIdAndPriority } = request;
    switch (request.kind) {
      case 'get-request-normal':
        return { kind: 'get-response-normal', invokeIdAndPriority, result: this.get(request) };
      case 'get-request-with-list':
        return {
          kind: 'get-response-with-list',
          invokeIdAndPriority,
          results: request.attributes.map((one) => this.getAmongOthers(one)),
        };
      case 'set-request-normal':
        return { kind: 'set-response-normal', invokeIdAndPriority, result: this.set(request, request.value) };
      case 'set-request-with-list':
        return {
          kind: 'set-response-with-list',
          invokeIdAndPriority,
          results: this.setAll(request.attributes, request.values),
        };
      case 'action-request-normal':
        return {
          kind: 'action-response-normal',
          invokeIdAndPriority,
          response: responseOf(this.invoke(request.method, request.parameters)),
        };
      case 'action-request-with-list':
        return {
          kind: 'action-response-with-list',
          invokeIdAndPriority,
          responses: request.methods.map((method, i) => responseOf(this.invoke(method, request.parameters[i]))),
        };
    }
  }

  /** Each specification in its order, with the datum at the same place; one that lacks its datum is refused. */
  access({ longInvokeIdAndPriority, dateTime, specifications, data: values }: AccessRequest): AccessResponse {
    const results = specifications.map((specification, i) => this.accessOne(specification, values[i]));
    return {
      kind: 'access-response',
      longInvokeIdAndPriority,
      dateTime,
      data: results.map(({ datum }) => datum),
      specifications: results.map(({ result }) => result),
    };
  }

  private accessOne(
    specification: AccessRequest['specifications'][number],
    datum: Data | undefined,
  ): { datum: Data; result: AccessResponse['specifications'][number] } {
    switch (specification.kind) {
      case 'access-request-get':
      case 'access-request-get-with-selection': {
        const found = this.getAmongOthers(specification);
        return found.kind === 'data'
          ? { datum: found.data, result: { kind: 'access-response-get', result: 'success' } }
          : { datum: NULL, result: { kind: 'access-response-get', result: found.result } };
      }
      case 'access-request-set':
      case 'access-request-set-with-selection':
        return { datum: NULL, result: { kind: 'access-response-set', result: this.set(specification, datum) } };
      case 'access-request-action': {
        const { result, returns } = this.invoke(specification.method, datum);
        return { datum: returns ?? NULL, result: { kind: 'access-response-action', result } };
      }
    }
  }

  /** A list may ask for the longest profile a thousand times: what would make the answer too long is refused. */
  private getAmongOthers(asked: Selected): GetDataResult {
    if (this.room <= 0) return notGot('other-reason');
    const found = this.get(asked);
    this.room -= LEAST_COST + (found.kind === 'data' ? encode(data, found.data).length : 0);
    return this.room < 0 ? notGot('other-reason') : found;
  }

  private get(asked: Selected): GetDataResult {
    const object = this.object(asked.attribute);
    if (typeof object === 'string') return notGot(object);
    const attribute = object.attributes.get(asked.attribute.attributeId);
    if (!attribute?.get) return notGot('read-write-denied');
    const selection = asked.accessSelection;
    if (selection && !attribute.selectors?.includes(selection.accessSelector)) return notGot('scope-of-access-violated');
    return attribute.get(selection);
  }

  /** What makes the octets of a long answer as its blocks are fetched, where the attribute can. */
  asRead(request: WholeRequest): OctetSource | undefined {
    if (request.kind !== 'get-request-normal') return undefined;
    const object = this.object(request.attribute);
    if (typeof object === 'string') return undefined;
    return object.attributes.get(request.attribute.attributeId)?.asRead?.(request.accessSelection);
  }

  private set(asked: Selected, value: Data | undefined): DataAccessResult {
    const object = this.object(asked.attribute);
    if (typeof object === 'string') return object;
    const attribute = object.attributes.get(asked.attribute.attributeId);
    if (!attribute?.set) return 'read-write-denied';
    if (asked.accessSelection) return 'scope-of-access-violated';
    return value === undefined ? 'type-unmatched' : attribute.set(value);
  }

  /** In their order, but for parts of one thing: those are set together, with the first of them. */
  private setAll(asked: readonly Selected[], values: readonly Data[]): DataAccessResult[] {
    const done = new Map<string, DataAccessResult>();
    const parts = asked.map((one) => (one.accessSelection ? undefined : this.partOf(one)));
    return asked.map((one, i) => {
      const part = parts[i];
      if (!part) return this.set(one, values[i]);
      const together = parts.flatMap((other, j) => {
        const value = values[j];
        return other?.of === part.of && value ? [{ index: other.index, value }] : [];
      });
      const result = done.get(part.of) ?? part.set(together);
      done.set(part.of, result);
      return result;
    });
  }

  private partOf({ attribute }: Selected): CosemAttribute['part'] {
    const object = this.object(attribute);
    return typeof object === 'string' ? undefined : object.attributes.get(attribute.attributeId)?.part;
  }

  private invoke(method: MethodDescriptor, parameters: Data | undefined): ActionOutcome {
    const object = this.object(method);
    if (typeof object === 'string') return { result: object };
    const found = object.methods.get(method.methodId);
    return found ? found.invoke(parameters) : { result: 'read-write-denied' };
  }

  private object({ classId, instanceId }: { classId: number; instanceId: string }) {
    const object = this.byName.get(instanceId);
    if (object === undefined) return 'object-undefined';
    return object.classId === classId ? object : 'object-class-inconsistent';
  }
}

const responseOf = ({ result, returns }: ActionOutcome) => ({
  result,
  ...(returns && { returnParameters: { kind: 'data' as const, data: returns } }),
});
