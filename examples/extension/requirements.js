// The requirements that Acme adds. The file gives a function from the suite's tools to a list; it is run only where somebody names
// the extension with --extension.
module.exports = ({ requirement, readings, same }) => [
  requirement({
    id: 'acme.export-reads-alike',
    title: 'Reads of one snapshot agree',
    statement: 'Two reads of the secondary Active Export register at one instant give the same number.',
    clauses: ['Acme house rule 3'],
    basis: 'derived',
    needs: () => [],
    judge: (evidence) => {
      const reads = readings(evidence, 'secondary.export.total');
      return reads.flatMap((read, i) => {
        const before = reads[i - 1];
        if (!before || before.record.snapshot === undefined || before.record.snapshot !== read.record.snapshot) return [];
        return [same('two reads of one snapshot agree', read.value, before.value, [before.record.seq, read.record.seq], 'Wh')];
      });
    },
  }),
];
