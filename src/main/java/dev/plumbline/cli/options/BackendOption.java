package dev.plumbline.cli.options;

import dev.plumbline.backend.BackendSelection;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.spec.Backend;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that replaces the backend given in the file. */
public final class BackendOption {
    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description = "DL4J's backend: ${COMPLETION-CANDIDATES}. Default: as in the file.")
    private Optional<Choice> choice = Optional.empty();

    /** The backends as they are written on the command line. */
    enum Choice {
        cpu(Backend.CPU),
        cuda(Backend.CUDA),
        auto(Backend.AUTO);

        private final Backend backend;

        Choice(Backend backend) {
            this.backend = backend;
        }
    }

    public boolean isGiven() {
        return choice.isPresent();
    }

    /**
     * Returns the network with the chosen backend. Prints the choice if it was `auto`, and refuses a backend that this
     * machine cannot use.
     */
    public LoadedNetwork applyTo(LoadedNetwork loaded, Terminal terminal) {
        Backend wanted =
                choice.map(chosen -> chosen.backend).orElse(loaded.spec().backend());
        BackendSelection selection = BackendSelection.here(wanted);
        Backend used = selection.orThrow();
        selection.note().ifPresent(note -> terminal.message("plumbline: " + note));
        return loaded.on(used);
    }
}
