import type { Value } from '../../trace/vocabulary';
import type { FirmwareImage } from './behaviour';

const IMAGES: readonly FirmwareImage[] = ['dp184', 'pre-dp184'];

/** The active firmware image and the one that waits for activation. Images are known by name; nothing of DP184 is taken away again. */
export class Firmware {
  private waiting: FirmwareImage | undefined;

  constructor(
    private image: FirmwareImage,
    private readonly declaredVersion: string,
  ) {}

  get dp184(): boolean {
    return this.image === 'dp184';
  }

  get version(): string {
    return this.dp184 ? this.declaredVersion : `${this.declaredVersion} without DP184`;
  }

  /** `dp184` or `pre-dp184`; false where it is no image of this meter. */
  load(value: Value): boolean {
    const image = IMAGES.find((one) => one === value);
    if (image) this.waiting = image;
    return image !== undefined;
  }

  /** False where no image waits, or the one that does would take recorded objects away. */
  activate(): boolean {
    if (!this.waiting || (this.dp184 && this.waiting === 'pre-dp184')) return false;
    this.image = this.waiting;
    this.waiting = undefined;
    return true;
  }
}
