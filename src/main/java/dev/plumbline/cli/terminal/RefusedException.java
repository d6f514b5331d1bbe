package dev.plumbline.cli.terminal;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.vocabulary.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * A command cannot be carried out. Each message gives a reason and what to do. The problems have no place in a network file.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    public RefusedException(String message) {
        this(List.of(message));
    }

    /** Several reasons, each an error of its own. */
    public RefusedException(List<String> messages) {
        super(String.join("\n", messages));
        this.messages = messages.stream().map(Printable::line).toList();
    }

    /** The reasons, each in one line. */
    List<String> messages() {
        return messages;
    }

    /** Describes a failed read or write. */
    public static RefusedException of(IOException failure) {
        if (failure instanceof DataException data) {
            return new RefusedException(String.valueOf(data.getMessage()));
        }
        String file = failure instanceof FileSystemException system ? system.getFile() + ": " : "";
        String reason = failure instanceof NoSuchFileException
                ? "there is no such file"
                : failure instanceof AccessDeniedException
                        ? "access is denied"
                        : failure instanceof FileSystemException system && system.getReason() != null
                                ? system.getReason()
                                : Optional.ofNullable(failure.getMessage()).orElse("reading or writing failed");
        return new RefusedException(file + reason);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
