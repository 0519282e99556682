import { inkOf } from './palette';

const TAG = /<([A-Za-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const DROPPED = /^(class|xmlns.*|version|baseProfile|pointer-events|ecmeta_.*|data-.*|on.*)$/i;

/**
 * The drawing of the chart library as a document without styles, scripts or foreign names: colours of the palette get a
 * class, fonts become presentation attributes, ids are those of this chart instead of a process-wide count.
 */
export function cleanSvg(drawing: string, { id, label }: { id: string; label: string }): string {
  return drawing
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/\n+/g, '')
    .replace(TAG, (_tag, name: string, attributes: string, closed: string) => {
      const kept = [...attributes.matchAll(ATTRIBUTE)].flatMap(([, key = '', value = '']) => attributesFrom(key, value, id));
      const named = name === 'svg' ? [['role', 'img'] as const, ['aria-label', label] as const, ...kept] : kept;
      return `<${name}${withClasses(named)}${closed}>`;
    });
}

type Attribute = readonly [key: string, value: string];

function attributesFrom(key: string, value: string, id: string): Attribute[] {
  if (DROPPED.test(key)) return [];
  if (key === 'style') return fontAttributes(value);
  return [[key, value.replace(/zr\d+-/g, `${id}-`)]];
}

// The library writes either the shorthand, `font: normal bold 12px sans-serif`, or single font properties.
function fontAttributes(style: string): Attribute[] {
  const size = /(\d+(?:\.\d+)?)px/.exec(style)?.[1];
  const weight = /\b(bold|[1-9]00)\b/.exec(style)?.[1];
  return [
    ['font-family', 'sans-serif'],
    ...(size ? [['font-size', size] as const] : []),
    ...(weight ? [['font-weight', weight] as const] : []),
  ];
}

function withClasses(attributes: Attribute[]): string {
  const classes = attributes.flatMap(([key, value]) => {
    const ink = key === 'fill' || key === 'stroke' ? inkOf(value) : undefined;
    return ink ? [`${key}-${ink}`] : [];
  });
  const all: Attribute[] = classes.length > 0 ? [['class', classes.join(' ')], ...attributes] : attributes;
  return all.map(([key, value]) => ` ${key}="${value}"`).join('');
}
