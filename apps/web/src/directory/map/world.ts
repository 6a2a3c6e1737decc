// Outlines of countries, from Natural Earth (public domain), drawn once when the map is first opened.
import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json';

export const WIDTH = 800;
export const HEIGHT = 380;
/** Without people to find. */
const ANTARCTICA = '010';

export interface Outline {
  /** M49 code; null: the atlas gives none. */
  readonly m49: string | null;
  /** An SVG path. */
  readonly path: string;
}

const { features } = feature(atlas, atlas.objects.countries);
const drawn = features.filter(({ id }) => id !== ANTARCTICA);
const draw = geoPath(geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: 'FeatureCollection', features: drawn }).precision(0.3)).digits(1);

export const OUTLINES: readonly Outline[] = drawn.map((each) => ({ m49: typeof each.id === 'string' ? each.id : null, path: draw(each) ?? '' }));
