/** Transcripts are long: this many calls are what a model reads at a time. */
export const MODEL_LIMIT = 10;

/** What a model needs to know of a call; everything else is a choice in the tool. */
export const MODEL_FIELDS = [
  'name',
  'phone',
  'score',
  'category',
  'labels',
  'endReasonEnglish',
  'talkSeconds',
  'connectedAt',
  'transcriptText',
];
