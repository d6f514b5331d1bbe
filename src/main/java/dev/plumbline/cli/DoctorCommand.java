package dev.plumbline.cli;

import dev.plumbline.backend.Inventory;
import dev.plumbline.report.DoctorJson;
import dev.plumbline.report.DoctorText;
import dev.plumbline.report.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code plumbline doctor}: shows which backends DL4J can use here, and why it cannot use the others. Does not load
 * ND4J.
 */
@Command(
        name = "doctor",
        header = "Show the backends that DL4J can use on this machine.",
        description = {
            "",
            "Shows the backends of this build, the GPUs that the driver reports, the CUDA libraries, threads and "
                    + "memory; which backend `cpu`, `cuda` and `auto` select, and what to do if one is not available."
        },
        footer = {"", "Example:", "  plumbline doctor"})
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Inventory inventory = Inventory.here();
        Machine machine = Machine.here();
        terminal.print(
                output.json
                        ? Json.text(DoctorJson.of(inventory, machine.heapLimit(), machine.physical()))
                        : DoctorText.of(inventory, machine.heapLimit(), machine.physical(), terminal.style()));
        return ExitCode.DONE;
    }
}
