import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A piece of shell that a CI system runs, and how it does. */
export interface RecipeStep {
  readonly script: string;
  /** Program and arguments before the file with the script. */
  readonly shell: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Recipe {
  readonly name: string;
  readonly steps: readonly RecipeStep[];
  /** The folder that is kept between runs; variables as in a shell. */
  readonly kept: string;
}

/** The folders that a CI system gives its jobs. */
export interface RecipePlace {
  readonly home: string;
  readonly workspace: string;
  readonly packageFile: string;
}

interface ActionStep {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: { readonly path: string };
}

/** The composite action, as the runner of GitHub starts `shell: bash`. */
export function githubRecipe(inputs: Readonly<Record<string, string>>): Recipe {
  const action = parse(read('action.yml')) as {
    inputs: Record<string, { default?: string; required?: boolean }>;
    runs: { steps: ActionStep[] };
  };
  const valueOf = (text: string): string =>
    text.replace(/\$\{\{ inputs\.([a-z]+) \}\}/g, (_, name: string) => {
      const value = inputs[name] ?? action.inputs[name]?.default;
      if (value === undefined) throw new Error(`the action needs the input ${name}`);
      return value;
    });
  const shell = ['bash', '--noprofile', '--norc', '-eo', 'pipefail'];
  const { steps } = action.runs;
  return {
    name: 'GitHub Actions',
    kept: steps.find((step) => step.with !== undefined)?.with?.path.replace('~', '$HOME') ?? '',
    steps: steps.flatMap(({ run, env = {} }) => {
      if (run === undefined) return [];
      const values = Object.entries(env).map(([name, text]) => [name, valueOf(text)]);
      return [{ script: run, shell, env: Object.fromEntries(values) as Record<string, string> }];
    }),
  };
}

export interface GitlabJob {
  readonly variables: Readonly<Record<string, string>>;
  readonly cache: { readonly paths: readonly string[] };
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly retry: { readonly exit_codes: readonly number[] };
}

export const gitlabJob = (): GitlabJob => (parse(read('docs/ci/gitlab-ci.yml')) as { push: GitlabJob }).push;

/** The runner of GitLab makes one script of a job; where the image has bash, for bash. */
export function gitlabRecipe(shell: 'bash' | 'sh'): Recipe {
  const job = gitlabJob();
  const lines = [shell === 'bash' ? 'set -eo pipefail' : 'set -e', ...job.before_script, ...job.script];
  return {
    name: `GitLab CI (${shell})`,
    kept: `$CI_PROJECT_DIR/${job.cache.paths[0] ?? ''}`,
    steps: [{ script: lines.join('\n'), shell: [shell], env: job.variables }],
  };
}

export const jenkinsfile = (): string => read('docs/ci/Jenkinsfile');

/** Jenkins starts `sh` steps with `sh -xe`, so that each command is in the log. */
export function jenkinsRecipe(): Recipe {
  const text = jenkinsfile();
  const scripts = [...text.matchAll(/'''\n(.*?)'''/gs)].map(([, script = '']) => script);
  const settings = [...text.matchAll(/^ +(SWRCTL_\w+) = ['"](.*)['"]$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const env = Object.fromEntries(settings) as Record<string, string>;
  return {
    name: 'Jenkins',
    kept: '$SWRCTL_CACHE_DIR/layers',
    steps: scripts
      .filter((script) => !script.includes('docker'))
      .map((script) => ({ script, shell: ['sh', '-xe'], env })),
  };
}

interface CodeartsStep {
  readonly sh: { readonly inputs: { readonly command: string } };
}

/** The vendor does not say which shell it takes; so the recipe works in both. */
export function codeartsRecipe(shell: 'bash' | 'sh'): Recipe {
  const build = parse(read('docs/ci/codearts-build.yml')) as {
    params: { name: string; value: string }[];
    steps: { BUILD: CodeartsStep[] };
  };
  const env = Object.fromEntries(build.params.map(({ name, value }) => [name, value]));
  return {
    name: `CodeArts Build (${shell})`,
    kept: '$SWRCTL_CACHE_DIR/layers',
    // A build must not write outside of its own folder here.
    steps: build.steps.BUILD.map(({ sh }) => ({
      script: sh.inputs.command,
      shell: [shell],
      env: { ...env, SWRCTL_CACHE_DIR: '$WORKSPACE/executor' },
    })),
  };
}

/** What each system sets by itself. */
export const systemVariables = ({ home, workspace, packageFile }: RecipePlace): Record<string, string> => ({
  ...{ HOME: home, CI: 'true', SWRCTL_PACKAGE: packageFile },
  ...{ GITHUB_OUTPUT: join(workspace, 'github-output'), GITHUB_ACTION_PATH: workspace },
  ...{ CI_PROJECT_DIR: workspace, CI_COMMIT_SHORT_SHA: 'c0ffee12' },
  ...{ WORKSPACE: workspace, BUILD_NUMBER: '7', BUILDNUMBER: '20261129.1' },
});
