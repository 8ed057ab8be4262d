import type { Readable } from 'node:stream';
import type { LockOwner } from '../archive/partial/lock.ts';
import type { Format, OutputRequest } from '../output/format.ts';
import type { Output } from '../output/output.ts';
import type { TerminalStream } from '../output/screen.ts';
import type { Services } from './services.ts';
import type { Settings } from './settings/settings.ts';

/** stdin; `setRawMode` exists on a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean; readonly setRawMode?: (isRaw: boolean) => unknown };

/** What the program sees of the world. main.ts makes it from the process, tests from fakes. */
export interface World {
  /** Without interpreter and script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: InputStream;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly cwd: string;
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  /** As Node names it: x64, arm64 … */
  readonly arch: string;
  readonly now: () => Date;
  /** 0 ≤ x < 1; for jitter, never for secrets. */
  readonly random: () => number;
  /** Aborted by SIGINT or SIGTERM; the reason is a SwrctlError, INTERRUPTED or TERMINATED. */
  readonly signal: AbortSignal;
  /** This process, as others find it in lock files. */
  readonly lockOwner: LockOwner;
  /** True where the keychain of the operating system may be used. Default false. */
  readonly hasKeychain?: boolean;
  /** Where an ECS finds its metadata, unless the environment says otherwise. Default: nobody is asked. */
  readonly metadataEndpoint?: string;
  /** Of swrctl. */
  readonly version: string;
}

/** What the command line said. The program fills it in before the action of a command runs. */
export interface Invocation {
  /** The words that chose the command, for example `org list`; empty at the root. */
  command: string;
  /** Values of the global options and of the command's own, by commander's attribute names. */
  options: Readonly<Record<string, unknown>>;
  /** Undefined until the command line was read. */
  output: OutputRequest | undefined;
  /** Registry host that an operand names. */
  operandHost?: string | undefined;
  /** How lists and objects are printed when the line does not say it. */
  usualFormat?: Format | undefined;
}

/** What a command may use. Everything is made on first use, so that --help reads no file and opens no connection. */
export interface Context {
  readonly world: World;
  /** Flags, environment, profile and defaults, brought together. */
  readonly settings: () => Promise<Settings>;
  readonly output: () => Output;
  /** Files of the user and the network. */
  readonly services: () => Promise<Services>;
  /** Says, before services are opened, that an operand names this registry host. */
  readonly choosePlace: (host: string) => void;
  /** Ends what was opened: progress display, connections. Called once, after the command. */
  readonly close: () => Promise<void>;
}
