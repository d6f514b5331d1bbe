package dev.plumbline.cli.terminal;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command cannot be carried out. Each message gives a reason and what to do. The problems have no place in a network file.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public RefusedException(ErrorKind kind, String message) {
        this(List.of(Problem.of(kind, message)));
    }

    /** Several reasons, each an error of its own. */
    public RefusedException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = problems.stream()
                .map(problem -> Problem.of(problem.kind(), Printable.line(problem.toString())))
                .toList();
    }

    /** The reasons, each in one line. */
    List<Problem> problems() {
        return problems;
    }

    /** Describes a failed read or write. */
    public static RefusedException of(IOException failure) {
        if (failure instanceof DataException data) {
            return new RefusedException(data.kind(), String.valueOf(data.getMessage()));
        }
        String file = failure instanceof FileSystemException system ? system.getFile() + ": " : "";
        String reason = failure instanceof NoSuchFileException
                ? "there is no such file"
                : failure instanceof AccessDeniedException
                        ? "access is denied"
                        : failure instanceof FileSystemException system && system.getReason() != null
                                ? system.getReason()
                                : Optional.ofNullable(failure.getMessage()).orElse("reading or writing failed");
        ErrorKind kind = failure instanceof NoSuchFileException ? ErrorKind.FILE_NOT_FOUND : ErrorKind.UNREADABLE_FILE;
        return new RefusedException(kind, file + reason);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
