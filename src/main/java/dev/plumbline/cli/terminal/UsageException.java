package dev.plumbline.cli.terminal;

import dev.plumbline.spec.error.ErrorKind;

/** The options of a command do not fit together. The message is printed with a pointer to the command's help. */
public class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    public UsageException(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The kind, whose code the message shows. */
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
