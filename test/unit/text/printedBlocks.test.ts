import assert from 'node:assert/strict';
import { isOffered } from '../../../src/arrays/offer';
import { findArrays } from '../../../src/text/find';

const only = (text: string, source?: string) => {
  const found = findArrays(text, source === undefined ? {} : { source });
  assert.equal(found.length, 1, JSON.stringify(found.map(({ range }) => text.slice(...range))));
  return found[0];
};

describe('what R and Julia print', () => {
  it('a matrix of R, with its columns numbered, named, or going on below', () => {
    const numbered = only('     [,1]  [,2]\n[1,] 1.25 -0.50\n[2,] 0.75  2.25\n');
    assert.deepEqual(
      [numbered.container, numbered.shape, [...numbered.array!.data]],
      ['r', [2, 2], [1.25, -0.5, 0.75, 2.25]],
    );
    assert.deepEqual(only('      cat   dog\n[1,] 0.25 0.75\n[2,] 0.50 0.50').classNames, ['cat', 'dog']);
    const wide = only('     [,1] [,2]\n[1,] 1.25 -0.5\n[2,] 0.75 2.25\n     [,3]\n[1,] 3.5\n[2,] 4.5');
    assert.deepEqual([...wide.array!.data], [1.25, -0.5, 3.5, 0.75, 2.25, 4.5]);
  });
  it('values of R that are counted from 1, as those of a model for each example', () => {
    const text = '         1          2          3 \n-1.2030512  0.4410031  2.2031557 ';
    const source = 'predict(fit, newdata, type = "link")';
    const found = only(text, source);
    assert.deepEqual([found.shape, found.classNames, found.reading.kind], [[3], undefined, 'binary-logits']);
  });
  it('a vector of R, over as many lines as it takes', () => {
    const vector = only('[1]  1.25 -0.50  0.75\n[4]  2.25  3.50\n');
    assert.deepEqual([vector.container, vector.shape], ['r', [5]]);
    assert.deepEqual([...vector.array!.data], [1.25, -0.5, 0.75, 2.25, 3.5]);
    const source = 'logits <- predict(model, x)[1, ]\nlogits';
    assert.equal(only('[1]  1.25 -0.50  0.75', source).reading.kind, 'logits');
    assert.ok(!isOffered(only('[1] 5 6 7'), 'likely'));
    for (const text of ['[1] "a" "b"', '[1] 0.5', '[2] 0.5 0.25', '[1] 0.5 0.25 done'])
      assert.ok(
        findArrays(text).every(({ container }) => container !== 'r'),
        text,
      );
  });
  it('a tensor of torch for R, with its type and grad_fn', () => {
    const found = only(
      'torch_tensor\n 1.2500 -0.5000\n 0.7500  2.2500\n[ CPUFloatType{2,2} ][ grad_fn = <AddmmBackward0> ]',
    );
    assert.deepEqual(
      [found.shape, found.dtype, found.decimals, found.reading.kind],
      [[2, 2], 'float', 4, 'logits'],
    );
  });
  it('a matrix of Julia', () => {
    const found = only('2×3 Matrix{Float32}:\n 1.25  -0.5  0.125\n 0.75   2.25  Inf');
    assert.deepEqual([found.container, found.shape, found.dtype], ['julia', [2, 3], 'float32']);
    assert.equal(found.array!.data[5], Infinity);
    // Its libraries differ in the axis of the classes: whatever the code calls it, no row is said to be a distribution.
    const named = only('2×2 Matrix{Float64}:\n 1.25  -0.5\n 0.75   2.25', 'logits = model(x)');
    assert.equal(named.reading.kind, 'other');
  });
  it('a matrix of Julia whose code or sums say along which axis its classes lie', () => {
    const matrix = '3×2 Matrix{Float32}:\n 1.25  -0.5\n 0.75   2.25\n 0.5  -1.75';
    for (const [text, source, kind, axis] of [
      [matrix, 'ŷ = model(x)\nFlux.logitcrossentropy(ŷ, onehotbatch(y, 0:2))\nŷ', 'logits', 0],
      [matrix, 'logits = m(x)\np = softmax(logits)\ndisplay(logits)', 'logits', 0],
      [matrix, 'logits = X * W\np = softmax(logits; dims=2)\nlogits', 'logits', undefined],
      // An assignment that ends a cell is its value.
      [matrix, 'using Flux\nlogits = model(x)', 'logits', 0],
      ['3×2 Matrix{Float32}:\n 0.7123  0.1\n 0.1877  0.8\n 0.1  0.1', 'model(x)', 'probabilities', 0],
      [
        '2×3 Matrix{Float32}:\n 0.7123  0.1877  0.1\n 0.1  0.8  0.1',
        'predict(x)',
        'probabilities',
        undefined,
      ],
    ] as const) {
      const found = only(text, source);
      assert.deepEqual([found.reading.kind, found.classAxis], [kind, axis], source);
    }
  });
  it('with the code of those languages as evidence', () => {
    const text = '     [,1]  [,2]\n[1,] 1.25 -0.50\n[2,] 0.75  2.25\n';
    assert.equal(only(text, 'logits <- predict(model, x)\nprint(logits)').reading.kind, 'logits');
    assert.equal(only(text, 'z <- f(x)\nprint(z)\np <- softmax(z)').reading.kind, 'logits');
  });
  it('a matrix of R whose rows have names, its columns numbers or names', () => {
    const rows = only('       [,1]  [,2]\nimg1   1.25 -0.50\nimg2   0.75  2.25\n');
    assert.deepEqual([rows.container, rows.shape, rows.classNames], ['r', [2, 2], undefined]);
    assert.deepEqual([...rows.array!.data], [1.25, -0.5, 0.75, 2.25]);
    const wide = only('  [,1] [,2]\na 1.25 -0.5\nb 0.75 2.25\n  [,3]\na 3.5\nb 4.5');
    assert.deepEqual([...wide.array!.data], [1.25, -0.5, 3.5, 0.75, 2.25, 4.5]);
    assert.deepEqual(only('        cat   dog\nimg1   1.25 -0.50\nimg2   0.75  2.25').classNames, [
      'cat',
      'dog',
    ]);
    const source = 'logits <- predict(model, x)\nprint(logits)';
    assert.equal(
      only('       [,1]  [,2]\nimg1   1.25 -0.50\nimg2   0.75  2.25', source).reading.kind,
      'logits',
    );
    for (const text of [
      '  [,1] [,2]\na 1.25',
      '  [,1] [,2]\na x y',
      '  [,1] [,2]\na 1 2',
      '  [,1] x\na 1.25 b',
    ])
      assert.deepEqual(findArrays(text), [], text);
  });
  it('of R as elided where it says that it left rows or values out, and nothing where it says so otherwise', () => {
    const matrix = '     [,1]  [,2]\n[1,] 1.25 -0.50\n[2,] 0.75  2.25\n';
    for (const [text, shape] of [
      [`${matrix} [ reached getOption("max.print") -- omitted 98 rows ]`, [100, 2]],
      [`${matrix} [ reached 'max' / getOption("max.print") -- omitted 1 rows ]\n`, [3, 2]],
      ['   [,1] [,2]\na 1.25 -0.5\n [ reached getOption("max.print") -- omitted 9 rows ]', [10, 2]],
      ['[1]  1.25 -0.50  0.75\n [ reached getOption("max.print") -- omitted 97 entries ]\n', [100]],
      ['[1] 1.25 -0.5\n[3] 0.75\n [ reached \'max\' / getOption("max.print") -- omitted 7 entries ]', [10]],
    ] as const) {
      const found = only(text);
      assert.deepEqual([found.shape, found.elided, found.array], [shape, true, undefined], text);
    }
    const otherwise = `${matrix} [ reached getOption("max.print") -- omitted 3 rows and 2 columns ]`;
    assert.ok(findArrays(otherwise).every(({ container }) => container !== 'r'));
  });
  it('a vector of Julia with the type of its elements', () => {
    for (const [text, name, dtype] of [
      ['logits = Float32[1.25, -0.5, 3.0]', 'logits', 'float32'],
      ['logits: Float16[1.25, -0.5, 3.0]\n', 'logits', 'float16'],
      ['(logits = Float32[1.25, -0.5, 3.0], label = 2)', 'logits', 'float32'],
      ['Float32[1.25, -0.5, 3.0]', undefined, 'float32'],
      ['julia> println(x)\nFloat64[1.25, -0.5, 3.0]\n', undefined, 'float64'],
    ] as const) {
      const found = only(text);
      assert.deepEqual([found.container, found.name, found.dtype], ['julia', name, dtype], text);
      assert.deepEqual([...found.array!.data], [1.25, -0.5, 3], text);
      assert.equal(text.slice(found.range[0]).startsWith('Float'), true, text);
    }
    assert.equal(only('logits = Float32[1.25, -0.5]').reading.kind, 'logits');
    assert.deepEqual(findArrays('Float32[3, 4]'), []);
    assert.deepEqual(findArrays('x: Float32[Array, "b c"]'), []);
    assert.equal(only('my.Float32[1.25, -0.5]').container, 'list');
  });
  it('a matrix of Julia on one line', () => {
    for (const [text, name, dtype] of [
      ['Float32[1.25 -0.5; 0.75 2.25]', undefined, 'float32'],
      ['[1.25 -0.5; 0.75 2.25]\n', undefined, undefined],
      ['logits = [1.25 -0.5; 0.75 2.25]', 'logits', undefined],
      ['logits: Float16[1.25 -0.5; 0.75 2.25]', 'logits', 'float16'],
      ['(logits = Float64[1.25 -0.5; 0.75 2.25], label = 2)', 'logits', 'float64'],
    ] as const) {
      const found = only(text);
      assert.deepEqual(
        [found.container, found.name, found.dtype, found.shape],
        ['julia', name, dtype, [2, 2]],
      );
      assert.deepEqual([...found.array!.data], [1.25, -0.5, 0.75, 2.25], text);
      assert.equal(found.reading.kind, 'other');
    }
    assert.equal(only('[1.5 -Inf; NaN 2.0e-5]').array!.data[1], -Infinity);
    for (const text of [
      'A = [1.25 -0.5; 0.75 2.25];',
      '[1 2; 3 4]',
      '[1.25 -0.5; 0.75]',
      '[1.25; 0.75]',
      'x[1.25 -0.5; 0.75 2.25]',
      '[1.25 -0.5; 0.75 2.25;;; 1.0 2.0; 3.0 4.0]',
      '[1.25 -0.5; 0.75 y]',
      '\x1b[1.5 2.5; 3.5 4.5m',
    ])
      assert.deepEqual(findArrays(text), [], text);
  });
  it('of hundreds of thousands of values', () => {
    const row = (i: number) => `[${i + 1},] 1.25 -0.50\n`;
    const text = `     [,1]  [,2]\n${Array.from({ length: 70_000 }, (_, i) => row(i)).join('')}`;
    assert.deepEqual(only(text).shape, [70_000, 2]);
  });
  it('but nothing where rows or columns are missing', () => {
    for (const text of [
      '2×3 Matrix{Float64}:\n 1.5 2.5 3.5',
      'torch_tensor\n 1.5 2.5\n[ CPUFloatType{2,2} ]',
    ])
      assert.deepEqual(findArrays(text), []);
  });

  it('a vector of R under its names, over as many pairs of lines as it takes', () => {
    const names = '       cat        dog       bird ';
    const values = ' 1.6065521  0.3496668 -2.1779562 ';
    const vector = only(`${names}\n${values}\n     horse \n 0.5000000 `);
    assert.deepEqual([vector.container, vector.classNames], ['r', ['cat', 'dog', 'bird', 'horse']]);
    assert.deepEqual([...vector.array!.data], [1.6065521, 0.3496668, -2.1779562, 0.5]);
    // Rows of a table, and names that stand elsewhere than the values.
    for (const text of [`${names}\n${values}\n${values}`, `cat dog bird\n${values}`])
      assert.deepEqual(findArrays(text), [], text);
  });

  it('a tensor and matrices of which rows or columns are left out, with their whole shapes', () => {
    const cut = '... [the output was truncated (use n=-1 to disable)]';
    const elided: [text: string, shape: number[]][] = [
      [`torch_tensor\n 1.5 -0.5\n 0.5  2.5\n${cut}\n[ CPUFloatType{100,2} ]`, [100, 2]],
      ['3×100 Matrix{Float32}:\n  1.6   0.3  …   0.5   -1.2\n -1.2   0.1      1.5    0.2\n  0.6   2.0  …  -0.5    2.2', [3, 100]],
      ['1000×2 Matrix{Float64}:\n  1.6  0.3\n -1.2  0.1\n  ⋮\n  0.6  2.0', [1000, 2]],
      ['1000×100 Matrix{Float64}:\n  1.6  …   0.1\n -1.2      0.2\n  ⋮    ⋱\n  0.6  …   0.3', [1000, 100]],
      ['1000-element Vector{Float32}:\n  1.6\n  0.3\n  ⋮\n -2.1', [1000]],
    ]; // prettier-ignore
    for (const [text, shape] of elided) {
      const found = only(text);
      assert.deepEqual([found.shape, found.elided, found.array], [shape, true, undefined], text);
    }
  });

  it('a tibble, whose columns say their types below their names', () => {
    const text = '# A tibble: 2 × 2\n    cat    dog\n  <dbl>  <dbl>\n1  1.61  0.350\n2 -1.23 0.0924';
    assert.deepEqual(only(text).classNames, ['cat', 'dog']);
  });
});
