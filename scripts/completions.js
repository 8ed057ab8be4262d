// Writes completions/ from the command tree of the built program.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

// Each under the name that its shell looks for.
const FILES = { bash: 'swrctl.bash', zsh: '_swrctl', fish: 'swrctl.fish', powershell: 'swrctl.ps1' };

mkdirSync('completions', { recursive: true });
for (const [shell, file] of Object.entries(FILES)) {
  const script = execFileSync(process.execPath, ['bin/swrctl.js', 'completion', shell], { encoding: 'utf8' });
  writeFileSync(`completions/${file}`, script);
}
