import { describe, expect, it } from 'vitest';
import { loadPaint, wantsColor } from '../../src/output/color.ts';

describe('wantsColor', () => {
  it.each([
    { name: 'a terminal', env: {}, tty: true, color: true },
    { name: 'a pipe', env: {}, tty: false, color: false },
    { name: 'NO_COLOR', env: { NO_COLOR: '1' }, tty: true, color: false },
    { name: 'an empty NO_COLOR', env: { NO_COLOR: '' }, tty: true, color: true },
    { name: 'FORCE_COLOR in a pipe', env: { FORCE_COLOR: '1' }, tty: false, color: true },
    { name: 'FORCE_COLOR=0', env: { FORCE_COLOR: '0' }, tty: true, color: false },
    { name: 'NO_COLOR with FORCE_COLOR', env: { NO_COLOR: '1', FORCE_COLOR: '1' }, tty: true, color: false },
    { name: 'CLICOLOR_FORCE in a pipe', env: { CLICOLOR_FORCE: '1' }, tty: false, color: true },
    { name: 'CLICOLOR=0', env: { CLICOLOR: '0' }, tty: true, color: false },
    { name: 'TERM=dumb', env: { TERM: 'dumb' }, tty: true, color: false },
  ])('says $color for $name', ({ env, tty, color }) => {
    expect(wantsColor('auto', env, tty)).toBe(color);
  });

  it('obeys the flag before anything else', () => {
    expect(wantsColor('always', { NO_COLOR: '1' }, false)).toBe(true);
    expect(wantsColor('never', { FORCE_COLOR: '1' }, true)).toBe(false);
  });
});

describe('loadPaint', () => {
  it('colors when asked to', async () => {
    expect((await loadPaint(true)).error('x')).toContain('\u001b[31m');
  });

  it('leaves text alone otherwise', async () => {
    expect((await loadPaint(false)).error('x')).toBe('x');
  });
});
