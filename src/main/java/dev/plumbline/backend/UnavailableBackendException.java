package dev.plumbline.backend;

import dev.plumbline.spec.Schema;

/** The backend that was asked for cannot be used here. The message says why and what to do. */
public final class UnavailableBackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnavailableBackendException(BackendSelection selection) {
        super("the backend `" + Schema.wordOf(selection.wanted()) + "` cannot be used here: "
                + selection.obstacle().reason() + "\n  = "
                + selection.obstacle().remedy());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
