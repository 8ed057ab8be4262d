import { describe, expect, it } from 'vitest';
import type { ArchiveImage } from '../../src/archive/read/archive-image.ts';
import { selectImage } from '../../src/archive/read/select.ts';

const image = (names: readonly string[], bareTags: readonly string[] = []): ArchiveImage => ({
  ...{ names, bareTags },
  load: () => Promise.reject(new Error('not loaded here')),
});

const images = [
  image(['app:v1', 'reg.example.com:5000/g/app:v1']),
  image(['docker.io/library/web:latest']),
  image([], ['nightly']),
  image([]),
];

describe('selectImage', () => {
  it.each([
    { choice: 'app:v1', position: 0 },
    { choice: 'reg.example.com:5000/g/app:v1', position: 0 },
    { choice: 'docker.io/library/app:v1', position: 0 },
    { choice: 'index.docker.io/library/app:v1', position: 0 },
    { choice: 'web', position: 1 },
    { choice: 'web:latest', position: 1 },
    { choice: 'nightly', position: 2 },
    { choice: '@0', position: 0 },
    { choice: '@3', position: 3 },
  ])('takes $choice', ({ choice, position }) => {
    expect(selectImage(images, choice)).toBe(images[position]);
  });

  it.each(['app', 'app:v2', 'reg.example.com:5000/g/app', 'other', '@4', '@-1', 'latest', ''])(
    'refuses %j and lists the choices',
    (choice) => {
      expect(() => selectImage(images, choice)).toThrow(
        expect.objectContaining({
          code: 'IMAGE_AMBIGUOUS',
          message: `the archive holds no image "${choice}"`,
          hint: 'Choose one with --image: app:v1, docker.io/library/web:latest, nightly, @3',
        }),
      );
    },
  );

  it('takes the only image without a choice', () => {
    expect(selectImage(images.slice(0, 1))).toBe(images[0]);
  });

  it('refuses to guess among several', () => {
    expect(() => selectImage(images)).toThrow(/holds 4 images/);
  });

  it('refuses a name that two images have', () => {
    expect(() => selectImage([image(['a:1']), image(['a:1'])], 'a:1')).toThrow(/"a:1" fits 2 images/);
  });
});
