/** Works on some items at once; they are taken in order, each when there is room for it. */
export async function inParallel(items, work, width = 8) {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
