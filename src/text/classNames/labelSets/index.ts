import { IMAGENET_1K } from './imagenet';

/** The class names of a well-known data set, in the order of its class ids. */
interface LabelSet {
  /** Stable: choices are remembered by it. */
  id: string;
  title: string;
  size: number;
  /** How code names it. */
  mentioned: RegExp;
  list: string;
}

const COCO = `
__background__, person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant, N/A,
stop sign, parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, N/A, backpack,
umbrella, N/A, N/A, handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove,
skateboard, surfboard, tennis racket, bottle, N/A, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich,
orange, broccoli, carrot, hot dog, pizza, donut, cake, chair, couch, potted plant, bed, N/A, dining table, N/A, N/A,
toilet, N/A, tv, laptop, mouse, remote, keyboard, cell phone, microwave, oven, toaster, sink, refrigerator, N/A, book,
clock, vase, scissors, teddy bear, hair drier, toothbrush
`;

const CIFAR_100 = `
apple, aquarium_fish, baby, bear, beaver, bed, bee, beetle, bicycle, bottle, bowl, boy, bridge, bus, butterfly, camel,
can, castle, caterpillar, cattle, chair, chimpanzee, clock, cloud, cockroach, couch, crab, crocodile, cup, dinosaur,
dolphin, elephant, flatfish, forest, fox, girl, hamster, house, kangaroo, keyboard, lamp, lawn_mower, leopard, lion,
lizard, lobster, man, maple_tree, motorcycle, mountain, mouse, mushroom, oak_tree, orange, orchid, otter, palm_tree,
pear, pickup_truck, pine_tree, plain, plate, poppy, porcupine, possum, rabbit, raccoon, ray, road, rocket, rose, sea,
seal, shark, shrew, skunk, skyscraper, snail, snake, spider, squirrel, streetcar, sunflower, sweet_pepper, table,
tank, telephone, television, tiger, tractor, train, trout, tulip, turtle, wardrobe, whale, willow_tree, wolf, woman,
worm
`;

/** Those of one size in the order in which they are offered. */
const LABEL_SETS: readonly LabelSet[] = [
  {
    id: 'cifar-10',
    title: 'CIFAR-10',
    size: 10,
    mentioned: /cifar[-_]?10(?!\d)/i,
    list: 'airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck',
  },
  {
    id: 'fashion-mnist',
    title: 'Fashion-MNIST',
    size: 10,
    mentioned: /fashion[-_]?mnist/i,
    list: 'T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot',
  },
  {
    id: 'mnist',
    title: 'MNIST',
    size: 10,
    mentioned: /(?:^|[^a-z])mnist/i,
    list: 'zero, one, two, three, four, five, six, seven, eight, nine',
  },
  { id: 'cifar-100', title: 'CIFAR-100', size: 100, mentioned: /cifar[-_]?100/i, list: CIFAR_100 },
  {
    id: 'coco-80',
    title: 'COCO (80)',
    size: 80,
    mentioned: /coco|yolo/i,
    list: COCO.replaceAll('N/A,', '').replace('__background__,', ''),
  },
  { id: 'coco-91', title: 'COCO (91)', size: 91, mentioned: /coco/i, list: COCO },
  {
    id: 'imagenet-1k',
    title: 'ImageNet-1k',
    size: 1000,
    mentioned: /imagenet|torchvision\.models|timm/i,
    list: IMAGENET_1K,
  },
];

/** The sets of as many classes: those that the code names first. */
export function labelSetsOf(classes: number, code: string): LabelSet[] {
  const fitting = LABEL_SETS.filter(({ size }) => size === classes);
  const isNamed = fitting.map(({ mentioned }) => mentioned.test(code));
  return [...fitting.filter((_, at) => isNamed[at]), ...fitting.filter((_, at) => !isNamed[at])];
}

/** The names of a set by its id, which may come from anywhere. */
export function namesOfSet(id: string): string[] | undefined {
  const set = LABEL_SETS.find((one) => one.id === id);
  return set?.list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
