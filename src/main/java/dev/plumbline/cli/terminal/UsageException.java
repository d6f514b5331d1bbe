package dev.plumbline.cli.terminal;

/** The options of a command do not fit together. The message is printed with a pointer to the command's help. */
public class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
