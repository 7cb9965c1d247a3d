import { useLingui } from "@lingui/react/macro";
import { useElementSize } from "@mantine/hooks";
import { sayFullDay, today } from "../language/dates";
import { useLanguage } from "../language/use-language";
import drawing from "../parts/Drawing.module.css";
import classes from "./DoseTimeline.module.css";
import { type Lane, lanesOf, type Mark, scaleOfLanes } from "./dose-timeline";
import type { Forecast, JudgedDose } from "./record";

const ROW = 28;
const AXIS = 24;
const EDGE = 10;

interface Props {
  doses: JudgedDose[];
  forecasts: Forecast[];
}

/** One row for each vaccine: what was given on the left of today, what comes on the right. Prints as it stands. */
export function DoseTimeline({ doses, forecasts }: Props) {
  const { ref, width } = useElementSize();
  const lanes = lanesOf(doses, forecasts, today());
  const say = useMarkWords();
  if (!lanes.length) return null;
  const wide = Math.max(width, 280);
  const names = wide < 480 ? 0 : 176;
  const row = names ? ROW : ROW + 16;
  const { x, years } = scaleOfLanes(lanes, today(), names + EDGE, wide - EDGE);
  const height = lanes.length * row;
  const words = lanes.map(({ name, marks }) => `${name}: ${marks.map(say).join(", ")}`);
  return (
    <div ref={ref}>
      <svg className={drawing.drawing} height={height + AXIS} role="img" aria-label={words.join("; ")}>
        {years.map((year) => (
          <g key={year} transform={`translate(${x(`${year}-01-01`)} 0)`}>
            <line className={drawing.grid} y2={height + 4} />
            <text className={`${drawing.quiet} figures`} y={height + 18} textAnchor="middle">
              {year}
            </text>
          </g>
        ))}
        <line className={drawing.now} x1={x(today())} x2={x(today())} y2={height + 4} />
        {lanes.map((lane, index) => (
          <LaneRow key={lane.group} lane={lane} y={index * row} names={names} row={row} x={x} wide={wide} />
        ))}
      </svg>
      <Legend lanes={lanes} />
    </div>
  );
}

interface LaneProps {
  lane: Lane;
  y: number;
  row: number;
  names: number;
  wide: number;
  x(day: string): number;
}

function LaneRow({ lane: { name, marks }, y, row, names, wide, x }: LaneProps) {
  const say = useMarkWords();
  const line = y + row - 14;
  return (
    <g>
      <text x={0} y={names ? line + 4 : y + 16}>
        {name.length > 24 && names ? `${name.slice(0, 23)}…` : name}
      </text>
      <line className={drawing.grid} x1={names} x2={wide} y1={line} y2={line} />
      {marks.map((mark) => (
        <g key={`${mark.on} ${mark.kind}`} transform={`translate(${x(mark.on)} ${line})`}>
          <title>{say(mark)}</title>
          <Shape kind={mark.kind} />
        </g>
      ))}
    </g>
  );
}

/** Told by form as well as by colour: full, crossed, open, pointed, barred. */
function Shape({ kind }: { kind: Mark["kind"] }) {
  const shapes = {
    counts: <circle className={classes.counts} r={5} />,
    wasted: <path className={classes.wasted} d="M-4 -4 4 4M4 -4 -4 4" />,
    due: <circle className={classes.due} r={5} />,
    overdue: <path className={classes.overdue} d="M0 -6 6 5H-6Z" />,
    held: <path className={classes.held} d="M-5 -5H5V5H-5ZM-5 0H5" />,
  };
  return shapes[kind];
}

function useKinds(): Record<Mark["kind"], string> {
  const { t } = useLingui();
  return {
    counts: t`given, counts`,
    wasted: t`given, does not count`,
    due: t`due`,
    overdue: t`overdue`,
    held: t`something stands in the way`,
  };
}

function useMarkWords() {
  const kinds = useKinds();
  const [language] = useLanguage();
  return ({ on, kind }: Mark) => `${sayFullDay(on, language)}, ${kinds[kind]}`;
}

function Legend({ lanes }: { lanes: Lane[] }) {
  const kinds = useKinds();
  const used = new Set(lanes.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
  return (
    <ul className={classes.legend} aria-hidden>
      {(Object.keys(kinds) as Mark["kind"][])
        .filter((kind) => used.has(kind))
        .map((kind) => (
          <li key={kind}>
            <svg className={classes.sign} viewBox="-8 -8 16 16" aria-hidden>
              <Shape kind={kind} />
            </svg>
            {kinds[kind]}
          </li>
        ))}
    </ul>
  );
}
