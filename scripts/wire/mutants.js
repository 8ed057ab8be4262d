// Finds every name that travels over the wire in a source file of src/swr/, and makes a copy of the file where it is wrong.
import ts from 'typescript';

/** What a wrong name looks like: no service ever had it. */
const SUFFIX = '_wrong';

/**
 * All mutants of a file: `{ what, line, text }`. A key that is read is wrong only in what is looked for, so that the rest of
 * the file still finds it under the right name.
 */
export function mutantsOf(file, source) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (node, what, edit) => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ what, line, text: edit });
  };
  const visit = (node) => {
    mutantsAt(node, source, add);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function mutantsAt(node, source, add) {
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) mutateKey(node, source, add);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) mutateText(node, source, add);
  if (ts.isTemplateExpression(node)) mutatePath(node.templateSpans.at(-1).literal, source, add);
}

function mutateKey(node, source, add) {
  const name = node.name.getText().replace(/^'|'$/g, '');
  if (isHeader(name) && node.name.getText().startsWith("'")) return; // as text, below
  const rest = ts.isShorthandPropertyAssignment(node) ? name : node.initializer.getText();
  const renamed = replace(source, node, `'${name}${SUFFIX}': ${rest}`);
  if (isRead(node)) add(node, `reads ${name}`, readUnderItsOldName(renamed, name));
  else if (isSent(node)) add(node, `sends ${name}`, renamed);
}

function mutateText(node, source, add) {
  const { parent, text } = node;
  if (text.startsWith('/')) return mutatePath(node, source, add);
  if (isHeader(text)) return add(node, `header ${text}`, replace(source, node, withSuffix(node, text)));
  if (!/^[\w.*-]+$/.test(text) || !isValue(node)) return;
  const kind = isIn(parent, (one) => nameOf(one) === 'query') ? 'asks by' : 'word';
  add(node, `${kind} ${text}`, replace(source, node, withSuffix(node, text)));
}

/** The last segment that is no parameter. */
function mutatePath(node, source, add) {
  const text = node.getText();
  const [last] = [...text.matchAll(/\/[a-z][\w-]*/g)].reverse();
  if (last === undefined || !isIn(node, (one) => nameOf(one) === 'path' || isConstant(one))) return;
  const end = node.getStart() + last.index + last[0].length;
  add(node, `path ${last[0]}`, source.slice(0, end) + SUFFIX + source.slice(end));
}

const withSuffix = (node, text) => `'${text}${SUFFIX}'`;
const replace = (source, node, text) => source.slice(0, node.getStart()) + text + source.slice(node.getEnd());
const isHeader = (text) => /^(?:x-[a-z-]+|content-[a-z]+)$/.test(text);
const nameOf = (node) => (ts.isPropertyAssignment(node) ? node.name.getText() : undefined);
const isConstant = (node) => ts.isVariableDeclaration(node) && /^[A-Z_]+$/.test(node.name.getText());

function isIn(node, test) {
  for (let one = node; one !== undefined; one = one.parent) if (test(one)) return true;
  return false;
}

/** Fields of a decoder: of `object({…})`, or of a constant that is spread into one. */
function isRead({ parent }) {
  if (!ts.isObjectLiteralExpression(parent)) return false;
  const { parent: outer } = parent;
  if (ts.isCallExpression(outer)) return outer.expression.getText() === 'object';
  return ts.isVariableDeclaration(outer) && /fields$/i.test(outer.name.getText());
}

const isEncoder = (node) =>
  nameOf(node) === 'encode' ||
  ((ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && /^encode/.test(node.name?.getText() ?? ''));

/** Fields of a body, not of what the encoder is called with. */
function isSent(node) {
  return nameOf(node) !== 'encode' && isIn(node, isEncoder) && !isIn(node, ts.isParameter);
}

/** Arguments of these are for Node, or name a place in an error. */
const isOthers = ({ parent }) =>
  ts.isCallExpression(parent) && /parseJson|toString|Buffer|\)$/.test(parent.expression.getText());

/** Not a type, an import, or a text for people. */
function isValue(node) {
  if (isOthers(node) || ts.isTypeOfExpression(node.parent.left ?? node)) return false;
  if (!/endpoints|wire|clusters/.test(node.getSourceFile().fileName)) return false;
  return !isIn(node, (one) => {
    const isForPeople = nameOf(one) === 'does' || nameOf(one) === 'method' || ts.isNewExpression(one);
    return isForPeople || ts.isImportDeclaration(one) || ts.isTypeNode(one) || ts.isExportDeclaration(one);
  });
}

/** Lets decoders look for the wrong name and give what they find the right one. */
function readUnderItsOldName(source, name) {
  const shadow = `
const object = (fields) => {
  const decode = realObject(fields);
  return (value, at) => {
    const { '${name}${SUFFIX}': found, ...rest } = decode(value, at);
    return '${name}${SUFFIX}' in fields ? { ...rest, ['${name}']: found } : rest;
  };
};
`;
  const imports = /import \{[^}]*\} from '[^']*decode\.ts';\n/;
  return source.replace(imports, (line) => line.replace(/\bobject\b/, 'object as realObject') + shadow);
}
