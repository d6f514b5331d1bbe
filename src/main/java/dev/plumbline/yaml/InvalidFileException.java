package dev.plumbline.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that describes no network: it carries every problem found, in the order of the file. */
public final class InvalidFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** More problems than this are only counted in the message: the first ones tell what is wrong. */
    private static final int SHOWN = 20;

    private final transient List<Diagnostic> diagnostics;
    private final int uncollected;

    InvalidFileException(List<Diagnostic> diagnostics, int uncollected) {
        super(report(diagnostics, uncollected));
        this.diagnostics = List.copyOf(diagnostics);
        this.uncollected = uncollected;
    }

    InvalidFileException(Diagnostic diagnostic) {
        this(List.of(diagnostic), 0);
    }

    private static String report(List<Diagnostic> diagnostics, int uncollected) {
        String shown =
                diagnostics.stream().limit(SHOWN).map(Diagnostic::toString).collect(Collectors.joining("\n\n"));
        int more = Math.max(0, diagnostics.size() - SHOWN) + uncollected;
        return more == 0 ? shown : shown + "\n\n… and " + more + " more";
    }

    /** What is wrong; of very many problems, the first ones. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** How many further problems were only counted; 0 unless there are very many. */
    public int uncollected() {
        return uncollected;
    }

    /** The diagnostics as they are shown, one after the other; of very many, the first ones and the number of others. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
