package dev.plumbline.cli;

import dev.plumbline.backend.Inventory;
import dev.plumbline.report.DoctorJson;
import dev.plumbline.report.DoctorText;
import dev.plumbline.report.Json;
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
final class DoctorCommand extends Verb {
    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Inventory inventory = Inventory.here();
        Machine machine = Machine.here();
        print(
                output.json
                        ? Json.text(DoctorJson.of(inventory, machine.heapLimit(), machine.physical()))
                        : DoctorText.of(inventory, machine.heapLimit(), machine.physical(), style()));
        return ExitCode.DONE;
    }
}
