-- A page of readers, not a thousand rows: with that the planner keeps its plan.
alter function readers_of rows 10;
