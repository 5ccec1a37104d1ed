// A map, by Leaflet, of GeoJSON. https://leafletjs.com
import L from 'leaflet';
import css from 'leaflet/dist/leaflet.css';
import icon from 'leaflet/dist/images/marker-icon.png';
import icon2 from 'leaflet/dist/images/marker-icon-2x.png';
import shadow from 'leaflet/dist/images/marker-shadow.png';
import { adopt } from '../sheets.js';
import own from './geojson.css';
import { parse } from './json.js';

/** A style sheet turns the tiles dark. */
export const themed = false;

export async function draw(figure, text) {
  const shape = parse(text);
  adopt(css);
  adopt(own);
  L.Icon.Default.mergeOptions({ iconUrl: icon, iconRetinaUrl: icon2, shadowUrl: shadow, imagePath: '' });
  delete L.Icon.Default.prototype._getIconUrl;
  const place = document.createElement('div');
  place.className = 'map';
  figure.replaceChildren(place);
  const map = L.map(place, { scrollWheelZoom: false });
  L.tileLayer('https://tile.openstreetmap.org/{z}/{x}/{y}.png', {
    maxZoom: 19,
    attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
  }).addTo(map);
  const layer = L.geoJSON(shape, {
    onEachFeature: (feature, one) => {
      const { name, title } = feature.properties ?? {};
      // As text: whatever stands in a file of coordinates is no markup.
      if (name ?? title) one.bindPopup(Object.assign(document.createElement('p'), { textContent: name ?? title }));
    },
  }).addTo(map);
  const bounds = layer.getBounds();
  if (!bounds.isValid()) throw new Error('it has no coordinates');
  map.fitBounds(bounds, { maxZoom: 15, animate: false });
}
