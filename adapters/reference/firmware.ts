import type { Value } from '../../trace/vocabulary';
import type { FirmwareImage } from './behaviour';

const IMAGES: readonly string[] = ['pre-dp184', 'dp184', 'dp184-next'] satisfies FirmwareImage[];

/** An image that arrives like any other and whose verification fails when it is to be activated. */
const CORRUPT = 'corrupt';

/** The active firmware image and the one that waits for activation. Images are known by name; nothing of DP184 is taken away again. */
export class Firmware {
  private waiting: FirmwareImage | typeof CORRUPT | undefined;

  constructor(
    private image: FirmwareImage,
    private readonly declaredVersion: string,
    private readonly twin = true,
  ) {}

  /** Whether there is anything of DP184: it takes an image that has it, and a secondary element. */
  get dp184(): boolean {
    return this.twin && this.image !== 'pre-dp184';
  }

  get version(): string {
    if (this.image === 'dp184-next') return `${this.declaredVersion} next`;
    return this.image !== 'pre-dp184' ? this.declaredVersion : `${this.declaredVersion} without DP184`;
  }

  /** The name of an image; false where it is no image of this meter. A corrupt one arrives and waits as any other. */
  load(value: Value): boolean {
    if (value !== CORRUPT && !isImage(value)) return false;
    this.waiting = value;
    return true;
  }

  /** False where no image waits, the one that does is corrupt, or it would take recorded objects away. Whatever waited is gone. */
  activate(): boolean {
    const image = this.waiting;
    this.waiting = undefined;
    if (!image || image === CORRUPT || (this.image !== 'pre-dp184' && image === 'pre-dp184')) return false;
    this.image = image;
    return true;
  }
}

function isImage(value: Value): value is FirmwareImage {
  return typeof value === 'string' && IMAGES.includes(value);
}
