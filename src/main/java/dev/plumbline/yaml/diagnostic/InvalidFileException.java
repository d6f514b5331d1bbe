package dev.plumbline.yaml.diagnostic;

import java.util.List;
import java.util.stream.Collectors;

/** A file is not a valid network file. The exception has every problem that was found, in the order of the file. */
public final class InvalidFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The largest number of problems in the message; further ones are only counted. */
    private static final int SHOWN = 20;

    private final transient List<Diagnostic> diagnostics;
    private final int uncollected;

    /** With some problems, and the number of those that were only counted. */
    public InvalidFileException(List<Diagnostic> diagnostics, int uncollected) {
        super(report(diagnostics, uncollected));
        this.diagnostics = List.copyOf(diagnostics);
        this.uncollected = uncollected;
    }

    /** With one problem. */
    public InvalidFileException(Diagnostic diagnostic) {
        this(List.of(diagnostic), 0);
    }

    private static String report(List<Diagnostic> diagnostics, int uncollected) {
        String reported =
                diagnostics.stream().limit(SHOWN).map(Diagnostic::toString).collect(Collectors.joining("\n\n"));
        int more = Math.max(0, diagnostics.size() - SHOWN) + uncollected;
        return more == 0 ? reported : reported + "\n\n… and " + more + " more";
    }

    /** The problems; if there are very many, the first ones. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** The number of further problems that were only counted; 0 in most cases. */
    public int uncollected() {
        return uncollected;
    }

    /**
     * The formatted diagnostics, one after the other; if there are very many, the first ones and the number of the
     * others.
     */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
