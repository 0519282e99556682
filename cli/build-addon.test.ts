import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';

/** The script beside sources of its own, so that nothing of this clone is built anew. */
describe('the script that builds the addon, where there is no compiler', () => {
  let folder: string;
  const build = (...options: string[]) =>
    spawnSync(process.execPath, [join(folder, 'scripts', 'build-addon.js'), ...options], {
      encoding: 'utf8',
      env: { PATH: folder },
    });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-addon-'));
    cpSync(join(packageRoot(), 'scripts', 'build-addon.js'), join(folder, 'scripts', 'build-addon.js'));
    cpSync(join(packageRoot(), 'package.json'), join(folder, 'package.json'));
    for (const part of ['binding.gyp', 'src', 'include', 'example'])
      cpSync(join(packageRoot(), 'native', part), join(folder, 'native', part), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('says what is missing, what still works and what to do', () => {
    const { status, stderr } = build();
    expect(status).toBe(1);
    expect(stderr).toMatch(/no native addon \(missing: C\+\+ compiler, make, Python\); .* everything else works/);
    expect(stderr).toMatch(
      /What to do: (sudo apt-get install -y g\+\+ make python3|xcode-select --install); node .*build-addon\.js/,
    );
  });

  it('tries again when told by hand', () => {
    build('--install');
    expect(build().stderr).toMatch(/no native addon/);
  });

  it('never fails an installation, and says so once', () => {
    const [first, second] = [build('--install'), build('--install')];
    expect([first.status, second.status]).toEqual([0, 0]);
    expect(first.stderr).toMatch(/no native addon/);
    expect(second.stderr).toBe('');
  });

  it('keeps what came of it for doctor', () => {
    build('--install');
    expect(JSON.parse(readFileSync(join(folder, 'native', 'build', 'record.json'), 'utf8'))).toMatchObject({
      ok: false,
      missing: expect.arrayContaining(['C++ compiler', 'make', 'Python']),
      problem: expect.stringContaining('missing: C++ compiler'),
      remedy: expect.stringMatching(/g\+\+|xcode-select/),
    });
  });
});
