// Installing Debian packages, where that can be done without asking anybody.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs packages with apt-get; whoever calls looks afterwards whether what it needs is there. */
export function aptInstall(...packages) {
  process.stdout.write(`Installing ${packages.join(' and ')} with apt-get …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}
