// Finds the Chromium that the browser tests drive, and installs Debian's where that can be done.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const knownPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const find = () => [process.env.CHROMIUM_PATH, ...knownPaths].find((path) => path && existsSync(path));

const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

function install() {
  process.stdout.write('Installing Chromium with apt-get …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
}

/**
 * Path of a Chromium, installed first if need be.
 * @throws Error that says what to install, where that cannot be done here
 */
export function ensureBrowser() {
  if (!find() && canInstall()) install();
  const path = find();
  if (path) return path;
  throw new Error('No Chromium found. Install Chromium or Chrome, or set CHROMIUM_PATH to where it is.');
}
