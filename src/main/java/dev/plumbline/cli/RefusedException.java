package dev.plumbline.cli;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A command cannot be carried out. The message gives the reason and what to do. The problem has no place in a network
 * file.
 */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    /** Describes a failed read or write. */
    static RefusedException of(IOException failure) {
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
                                : Optional.ofNullable(failure.getMessage())
                                        .orElseGet(() -> failure.getClass().getSimpleName());
        return new RefusedException(Printable.line(file + reason));
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
