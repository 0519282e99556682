import type { Declaration } from './declaration';
import { type DeclarationRead, declarationShape } from './declaration-schema';
import { checked } from './shape';
import { type Problem, type SourceKind, YamlSource } from './yaml-source';

const METER_FILE: SourceKind = {
  what: 'a meter declaration',
  schema: 'smets2-meter/1',
  see: 'examples/reference-meter.yaml',
  maxBytes: 2 ** 20,
};

/** Reads `meter.yaml`, at most 1 MiB. Throws one UsageError with every problem as `file:line:col: path: what was expected`. */
export function readDeclaration(path: string): Declaration {
  return declared(YamlSource.read(path, METER_FILE));
}

/** A declaration from text; `file` is only named in messages. Throws as `readDeclaration`. */
export function parseDeclaration(text: string, file: string): Declaration {
  return declared(new YamlSource(file, text, METER_FILE));
}

function declared(source: YamlSource): DeclarationRead {
  const problems: Problem[] = [];
  const declaration = checked(declarationShape, source.value, problems);
  if (!declaration) throw source.refusal(problems);
  return declaration;
}
