/** The tables of `exercise.sqlite`. Their version stands in the file and changes whenever they do. */
export const TABLES_VERSION = 2;

export const TABLES = `
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE files (place INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;
-- texts: how many there have been, so that the number of one that is gone is not given again
CREATE TABLE rooms (room TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, texts INTEGER NOT NULL) STRICT;
-- chain: chain.ts
CREATE TABLE events (room TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL, chain TEXT NOT NULL, PRIMARY KEY (room, seq)) STRICT;
CREATE TABLE texts (room TEXT NOT NULL, id INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (room, id)) STRICT;
CREATE TABLE people (room TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (room, person)) STRICT;
-- room is empty for the host, person for all but people
CREATE TABLE tokens (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, room TEXT NOT NULL, person TEXT NOT NULL) STRICT;
PRAGMA user_version = ${TABLES_VERSION};
`;
