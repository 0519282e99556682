import { join } from 'node:path';
import { linesOf } from '../trace/read-trace';
import { type BundleManifest, SIGNATURE, summedFiles } from './bundle-manifest';
import { BundleOctets } from './bundle-octets';
import { BundleError, type Change } from './change';
import { checkOctets } from './check';
import type { BundleKey } from './keys';
import { signerOf } from './signature';
import { chunksOf, sumsOf } from './sums';
import { layoutOf, type Placed, unpack } from './unpack';

/** A bundle that is, octet by octet, what was packed; its files lie in a folder. */
export class OpenBundle {
  private constructor(
    readonly folder: string,
    readonly manifest: BundleManifest,
    /** Whose key signed it, if any: what that is worth depends on who is known to hold the key. */
    readonly signer: BundleKey | undefined,
    private readonly bundle: BundleOctets,
    private readonly layout: readonly Placed[],
  ) {}

  /** Unpacks a bundle into an empty folder and checks it. Throws a BundleError that names the first change. */
  static async open(path: string, folder: string): Promise<OpenBundle> {
    const bundle = new BundleOctets(path);
    try {
      const unpacked = await unpack(bundle, folder);
      const layout = layoutOf(unpacked);
      const manifest = await checkOctets(bundle, unpacked, layout);
      const { signature, statedText } = unpacked;
      const signer = signature === undefined ? undefined : await signerOf(signature, statedText);
      if (signature !== undefined && !signer) throw new BundleError(falseSignature(layout.at(-1)!, signature.length));
      return new OpenBundle(folder, manifest, signer, bundle, layout);
    } catch (error) {
      bundle.close();
      throw error;
    }
  }

  get octets(): number {
    return this.bundle.length;
  }

  /** How the folder differs by now from what the bundle holds: the first octet that does; undefined where nothing does. */
  difference(): Change | undefined {
    const now = new Map(summedFiles(this.folder).map((file) => [file.path, file.sha256]));
    const other = this.manifest.files.find(({ path, sha256 }) => now.get(path) !== sha256);
    if (other) return this.differenceIn(other.path);
    const listed = new Set(this.manifest.files.map(({ path }) => path));
    const missing = [...now.keys()].find((path) => !listed.has(path));
    return missing === undefined ? undefined : { file: missing, part: 'content', from: 0, to: this.octets, says: 'is not in it' };
  }

  private differenceIn(path: string): Change {
    const { contentAt } = this.placed(path);
    let at = contentAt;
    for (const wanted of chunksOf(join(this.folder, path))) {
      const got = this.bundle.read(at, wanted.length);
      const first = wanted.findIndex((octet, i) => octet !== got[i]);
      if (first >= 0) return { file: path, part: 'content', from: at + first, to: at + first + 1, says: 'differs' };
      at += wanted.length;
    }
    return { file: path, part: 'content', from: at, to: contentAt + sumsOf(join(this.folder, path)).octets, says: 'is longer' };
  }

  /** Where a line of a file stands in the bundle. */
  line(path: string, number: number): Pick<Change, 'from' | 'to'> {
    let from = this.placed(path).contentAt;
    let before = 0;
    for (const line of linesOf(join(this.folder, path))) {
      if (++before === number) return { from, to: from + line.length };
      from += line.length;
    }
    return { from, to: from };
  }

  private placed(path: string): Placed {
    return this.layout.find((placed) => placed.path === path)!;
  }

  close(): void {
    this.bundle.close();
  }
}

const falseSignature = ({ contentAt }: Placed, octets: number): Change => ({
  file: SIGNATURE,
  part: 'content',
  from: contentAt,
  to: contentAt + octets,
  says: 'is no signature of bundle.json by the key that it names',
});
