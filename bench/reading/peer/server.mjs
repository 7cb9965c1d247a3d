// PostGraphile 5 over the tables of Emhana: `node server.mjs PORT WORKERS`, with BENCH_URL, BENCH_POOL and BENCH_LOGINS
// (login → what row-level security is told); with BENCH_DUTIES who asks is found behind the cookie. Everything computed is
// a SQL expression inside the one statement.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import { addPgTableOrderBy, extendSchema, gql, orderByAscDesc, pgSmartTags } from "postgraphile/utils";
import { constant, object } from "postgraphile/grafast";
import { duties } from "./duties.mjs";

const [port, workers] = process.argv.slice(2).map(Number);
const logins = JSON.parse(process.env.BENCH_LOGINS);
const kept = process.env.BENCH_DUTIES && duties(process.env.BENCH_URL, Number(process.env.BENCH_POOL));
const NORM = (sql, list) => sql`case ${list}.kind when 'GP' then 1700 when 'THERAPIST' then 2200 when 'PAEDIATRICIAN' then 900 end`;

const sortable = (match) => ({ kind: "attribute", match, tags: { behavior: "+orderBy" } });
const Tags = pgSmartTags([
  { kind: "class", match: "public.access_event", tags: { foreignKey: "(clinic_id) references clinic (id)" } },
  {
    kind: "class",
    match: "peer.family_side",
    tags: {
      primaryKey: "id,person_id",
      foreignKey: ["(person_id) references public.patient (id)|@foreignFieldName family", "(other_id) references public.patient (id)|@fieldName other"],
    },
  },
  // Its index holds the merged alone, and the peer offers to filter only by what a whole index begins with.
  { kind: "attribute", match: "public.patient.merged_into", tags: { behavior: "+filterBy" } },
  ...["peer.family_side.until", "peer.family_side.id", "public.patient.sort_key", "public.clinic.name_kk", "public.area.number", "public.attachment.starts_on"].map(sortable),
]);

const ByDoctorsName = addPgTableOrderBy({ schemaName: "public", tableName: "doctor_list" }, (build) => {
  const { sql } = build;
  return orderByAscDesc("DOCTOR_NAME", (list) => ({
    fragment: sql`(select d.sort_key from public.staff d where d.id = ${list.alias}.doctor_id)`,
    codec: TYPES.text,
  }));
});

const Computed = extendSchema((build) => {
  const { sql } = build;
  const { pgResources } = build.pgRegistry ?? build.input.pgRegistry;
  const of = (codec, write) => ($row) => $row.select(write($row.getClassStep().alias), codec);
  const named = {
    fullName: of(TYPES.text, (p) => sql`concat_ws(' ', ${p}.family_name, ${p}.given_name, nullif(${p}.patronymic, ''))`),
    shortName: of(TYPES.text, (p) => sql`concat_ws(' ', ${p}.family_name, left(${p}.given_name, 1) || '.', nullif(left(${p}.patronymic, 1), '') || '.')`),
  };
  return {
    typeDefs: gql`
      type Readers { nodes: [AccessEvent!]! }
      type PatientAddress { locality: String street: String house: String flat: String line: String! }
      extend type Patient {
        fullName: String!
        shortName: String!
        address: PatientAddress
        attachmentOfToday: Attachment
        readers(first: Int!): Readers!
        it: Patient!
      }
      extend type Staff { fullName: String! shortName: String! }
      extend type Clinic { accredited: Boolean! peopleCount: Int! }
      extend type DoctorList { norm: Int! room: Int! ratio: Float! overNorm: Boolean! }
    `,
    objects: {
      PatientAddress: {
        plans: {
          locality: ($p) => $p.get("locality"),
          street: ($p) => $p.get("street"),
          house: ($p) => $p.get("house"),
          flat: ($p) => $p.get("flat"),
          line: of(TYPES.text, (p) => sql`concat_ws(', ', nullif(${p}.locality, ''), nullif(${p}.street, ''), nullif(${p}.house, ''), nullif(${p}.flat, ''))`),
        },
      },
      Patient: {
        plans: {
          ...named,
          address: ($p) => $p,
          attachmentOfToday($p) {
            const $found = pgResources.attachment.find({ patient_id: $p.get("id") });
            const a = $found.alias;
            $found.where(sql`${a}.starts_on <= emhana_today() and (${a}.ends_on is null or ${a}.ends_on > emhana_today())`);
            $found.orderBy({ attribute: "starts_on", direction: "DESC" });
            $found.setFirst(constant(1));
            return $found.single();
          },
          it: ($p) => $p,
          readers: ($p, { $first }) => object({ person: $p.get("id"), first: $first }),
        },
      },
      Readers: {
        plans: {
          nodes: ($asked) =>
            pgResources.readers_of.execute([
              { step: $asked.get("person"), pgCodec: TYPES.uuid, name: "of_patient" },
              { step: constant(null), pgCodec: TYPES.timestamptz, name: "before_at" },
              { step: constant(null), pgCodec: TYPES.uuid, name: "before_id" },
              { step: $asked.get("first"), pgCodec: TYPES.int, name: "at_most" },
            ]),
        },
      },
      Staff: { plans: named },
      Clinic: {
        plans: {
          accredited: of(TYPES.boolean, (c) => sql`coalesce(${c}.accredited_until >= emhana_today(), false)`),
          peopleCount: of(TYPES.int, (c) => sql`(select coalesce(sum(l.people), 0)::int from public.doctor_list l where l.clinic_id = ${c}.id)`),
        },
      },
      DoctorList: {
        plans: {
          norm: of(TYPES.int, (l) => NORM(sql, l)),
          room: of(TYPES.int, (l) => sql`case when ${l}.closed then 0 else greatest(0, ${NORM(sql, l)} - ${l}.people) end`),
          ratio: of(TYPES.float, (l) => sql`${l}.people::float8 / ${NORM(sql, l)}`),
          overNorm: of(TYPES.boolean, (l) => sql`${l}.people > ${NORM(sql, l)}`),
        },
      },
    },
  };
});

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [Tags, ByDoctorsName, Computed, ...(kept ? [kept.plugin] : [])],
  pgServices: [
    makePgService({
      connectionString: process.env.BENCH_URL,
      schemas: ["public", "peer"],
      pubsub: false,
      pgSettingsForIntrospection: { role: "emhana_staff" },
      poolConfig: { max: Number(process.env.BENCH_POOL) },
    }),
  ],
  grafserv: { port, graphqlPath: "/graphql", graphiql: false, watch: false, maxRequestLength: 1_000_000 },
  grafast: {
    explain: false,
    context: kept ? kept.context : (request) => ({ pgSettings: logins[request.node.req.headers["x-viewer"]] }),
  },
};

if (process.env.PEER_SCHEMA) {
  const { printSchema } = await import("postgraphile/graphql");
  const pgl = postgraphile(preset);
  console.log(printSchema((await pgl.getSchemaResult()).schema));
  await pgl.release();
} else if (cluster.isPrimary && workers > 1) {
  for (let n = 0; n < workers; n++) cluster.fork();
  process.on("SIGTERM", () => { for (const worker of Object.values(cluster.workers)) worker.kill(); process.exit(0); });
} else {
  const pgl = postgraphile(preset);
  const server = createServer();
  const serv = pgl.createServ(grafserv);
  await pgl.getSchemaResult();
  await serv.addTo(server);
  server.listen(port, "127.0.0.1");
}
