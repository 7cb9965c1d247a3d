import { readFileSync } from "node:fs";
import { buildSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { possibleTypes } from "./possible-types";
import { WITHOUT_ID } from "./without-id";

const schema = buildSchema(readFileSync(new URL("../../../schema/schema.graphql", import.meta.url), "utf8"));
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));

test("the cache knows every type behind every interface", () => {
  const interfaces = types.filter(isInterfaceType).map((type) => [
    type.name,
    schema
      .getPossibleTypes(type)
      .map(({ name }) => name)
      .sort(),
  ]);
  for (const [name, members] of interfaces)
    expect([name, [...(possibleTypes[name as keyof typeof possibleTypes] ?? [])].sort()]).toEqual([name, members]);
});

test("the unions that the client matches by type are whole", () => {
  const union = schema.getType("PersonByIin");
  if (!isAbstractType(union)) throw new Error("PersonByIin is gone");
  expect(
    schema
      .getPossibleTypes(union)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...possibleTypes.PersonByIin].sort());
});

test("every type without an id is known to be part of another", () => {
  const roots = ["Query", "Mutation", "Subscription"];
  const without = types
    .filter(isObjectType)
    .filter((type) => !("id" in type.getFields()) && !roots.includes(type.name));
  expect(without.map(({ name }) => name).sort()).toEqual([...WITHOUT_ID].sort());
});
