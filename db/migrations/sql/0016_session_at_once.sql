-- A reader's first statement proves the session and puts the viewer on, in one: it runs before any role is put on.
grant execute on function session_of to emhana_server;
