import { describe, expect, it } from 'vitest';
import { commandsIn, inPlace } from '../../src/output/hint-commands.ts';

describe('commandsIn', () => {
  it.each([
    ['Run: swrctl login', ['login']],
    [
      'Log in with: swrctl login, or let all pull with: swrctl repo set O/R --public',
      ['login', 'repo set O/R --public'],
    ],
    ['List what is there with: swrctl repo list and swrctl tag list O/R', ['repo list', 'tag list O/R']],
    ['Create it with: swrctl org add team (organizations belong to one region)', ['org add team']],
    ['Renew it: swrctl k8s secret | kubectl apply -f -', ['k8s secret']],
    ['One by one: swrctl push a.tar && swrctl push b.tar', ['push a.tar', 'push b.tar']],
    ['Write: swrctl push \'a, b; c.tar\' --x "d or e"', ['push \'a, b; c.tar\' --x "d or e"']],
    ['Ask the operator of the registry; swrctl does not follow such a redirect', []],
    ['an image with a shell, swrctl and kubectl', []],
  ])('finds in "%s" %j', (text, words) => {
    expect(commandsIn(text).map((command) => command.words)).toEqual(words);
  });
});

describe('inPlace', () => {
  const flags = ['--profile work', '--region eu-west-101'];

  it.each([
    ['Run: swrctl repo list', 'Run: swrctl repo list --profile work --region eu-west-101'],
    [
      'See: swrctl org list, or swrctl tag list O/R (both)',
      'See: swrctl org list --profile work --region eu-west-101, or swrctl tag list O/R --profile work --region eu-west-101 (both)',
    ],
    ['Run: swrctl login --region REGION --ak AK', 'Run: swrctl login --region eu-west-101 --ak AK --profile work'],
    ['Run: swrctl org add a --region cn-north-4', 'Run: swrctl org add a --region cn-north-4 --profile work'],
    ['Run: swrctl org list --registry swr.example', 'Run: swrctl org list --registry swr.example --profile work'],
    ['Run: swrctl login ghcr.io', 'Run: swrctl login ghcr.io'],
    ['List them: swrctl regions', 'List them: swrctl regions'],
    ['Run: swrctl push --help', 'Run: swrctl push --help'],
    ['Check the path', 'Check the path'],
  ])('of "%s" is "%s"', (text, wanted) => {
    expect(inPlace(text, flags)).toBe(wanted);
  });

  it('changes nothing where no place was said', () => {
    expect(inPlace('Run: swrctl repo list', [])).toBe('Run: swrctl repo list');
  });
});
