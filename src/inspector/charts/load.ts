/** The chart library: loaded with the first chart, asked for as soon as it is clear that there will be one. */
export const loadCharts = () => import('./vega');
