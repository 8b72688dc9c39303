/** What `loupe help` says. */

export const HELP = `loupe: the shell tool. In a clone: npm run loupe -- <command>

  user add LOGIN --name NAME [--admin] [--project PROJECT --role ROLE]
      Makes a person and prints a link that signs them in, once. For a person who exists, prints a new link
      (and gives the role). ROLE: manager, clinician, annotator, commenter, viewer.

  token create --login LOGIN --name NAME [--days 90]
      Prints a token with which a program acts as this person. It is shown once.

  import FILE --study STUDY [--name NAME] [--login LOGIN]
      Brings a video into a study, as an admin or as LOGIN, and prepares it. Prints its id.

  export --video VIDEO --format native|coco [--out FILE [--force]]
      Writes all annotations of a video to stdout, or to FILE; a file that is there is replaced only with --force.
      native: lossless JSON, with everybody's names. coco: boxes of each annotated frame, nobody's name.

  audit verify [--head N:HASH]
      Goes through the audit log and says whether every row is what was written; prints its head. Keep that elsewhere
      and give it next time: then a log that was made anew is found out too.

  frames --video VIDEO --at 0,25,100-120 | --annotated [--layer LAYER] --out DIR [--format png|jpeg]
      Decodes exactly these frames, or those on which an object is marked, from the source file, upright; a manifest
      tells of each picture which frame it is. A PNG keeps 16 bits of sources with more than 8.

  doctor
      Looks whether everything is as it should be.

PROJECT, STUDY and VIDEO are ids or, where there is only one of it, names.
The settings (DATA_DIR and the others) are those of the server.`;
