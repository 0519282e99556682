import { terminal } from './output';

describe('a complaint', () => {
  it('shows the control sequences that a file or a meter put into it, and obeys none', () => {
    const written: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    terminal.complaint('tag !\u001b[2J is unknown');
    write.mockRestore();
    expect(written).toEqual(['tag !⟨U+001B⟩[2J is unknown\n']);
  });
});
