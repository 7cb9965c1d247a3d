import { useLingui } from "@lingui/react/macro";
import { useElementSize } from "@mantine/hooks";
import { sayMonth, today } from "../language/dates";
import { useLanguage } from "../language/use-language";
import drawing from "../parts/Drawing.module.css";
import type { Period } from "./AttachmentHistory";
import { scaleOf, textWidth } from "./timeline";

const ROW = 40;
const AXIS = 24;

/** One row for each attachment, newest on top, on one line of time; prints as it stands. */
export function Timeline({ periods }: { periods: Period[] }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const { ref, width } = useElementSize();
  const now = today();
  const wide = Math.max(width, 280);
  const { x, years } = scaleOf(periods, now, wide);
  const height = periods.length * ROW;
  const words = periods.map(
    (period) =>
      `${period.clinic.name}: ${sayMonth(period.startsOn, language)} – ${
        period.endsOn ? sayMonth(period.endsOn, language) : t`now`
      }`,
  );
  return (
    <div ref={ref}>
      <svg className={drawing.drawing} height={height + AXIS} role="img" aria-label={words.join("; ")}>
        {years.map((year) => (
          <Year key={year} year={year} x={x(`${year}-01-01`)} height={height} />
        ))}
        <line className={drawing.now} x1={x(now)} x2={x(now)} y2={height + 4} />
        {periods.map((period, index) => (
          <Bar
            key={period.id}
            period={period}
            y={index * ROW}
            from={x(period.startsOn)}
            to={x(period.endsOn ?? now)}
            wide={wide}
          />
        ))}
      </svg>
    </div>
  );
}

/** At the left edge the figures stand beside their line: on paper nothing is drawn outside the picture. */
function Year({ year, x, height }: { year: number; x: number; height: number }) {
  return (
    <g transform={`translate(${x} 0)`}>
      <line className={drawing.grid} y2={height + 4} />
      <text className={`${drawing.quiet} figures`} y={height + 18} textAnchor={x < 16 ? "start" : "middle"}>
        {year}
      </text>
    </g>
  );
}

interface BarProps {
  period: Period;
  y: number;
  from: number;
  to: number;
  wide: number;
}

function Bar({ period, y, from, to, wide }: BarProps) {
  const doctor = period.doctor?.shortName ?? "";
  const full = textWidth(`${period.clinic.name} ${doctor}`);
  const named = full <= wide;
  const start = Math.max(0, Math.min(from, wide - (named ? full : textWidth(period.clinic.name))));
  return (
    <g>
      <text x={start} y={y + 14}>
        <tspan className={drawing.strong}>{period.clinic.name}</tspan>
        {named && <tspan className={drawing.quiet}> {doctor}</tspan>}
      </text>
      <rect
        className={period.endsOn ? drawing.past : drawing.present}
        x={from}
        y={y + 20}
        width={Math.max(to - from, 3)}
        height={8}
        rx={2}
      />
    </g>
  );
}
