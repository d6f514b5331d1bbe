package dev.plumbline.cli.terminal;

import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.util.List;
import java.util.stream.Collectors;

/** The user's input is invalid. The message lists all problems, formatted for printing. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final int uncollected;

    public BadInputException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n\n")));
        this.diagnostics = List.copyOf(diagnostics);
        this.uncollected = 0;
    }

    public BadInputException(InvalidFileException invalid) {
        super(invalid.getMessage());
        this.diagnostics = invalid.diagnostics();
        this.uncollected = invalid.uncollected();
    }

    /** The problems, each with its place. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** The number of further problems that were counted but not collected. */
    public int uncollected() {
        return uncollected;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
