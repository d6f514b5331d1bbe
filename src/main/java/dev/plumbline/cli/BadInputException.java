package dev.plumbline.cli;

import dev.plumbline.yaml.Diagnostic;
import dev.plumbline.yaml.InvalidFileException;
import java.util.List;
import java.util.stream.Collectors;

/** What the user gave cannot be used. The message says everything that is wrong, ready to be shown. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final int uncollected;

    BadInputException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n\n")));
        this.diagnostics = List.copyOf(diagnostics);
        this.uncollected = 0;
    }

    BadInputException(InvalidFileException invalid) {
        super(invalid.getMessage());
        this.diagnostics = invalid.diagnostics();
        this.uncollected = invalid.uncollected();
    }

    /** What is wrong, each with its place. */
    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** How many further problems were only counted. */
    int uncollected() {
        return uncollected;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
