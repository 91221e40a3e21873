package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.Trust;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

/** Files that can't be imported: each is named, what to do is stated, and nothing is written. */
class BadImportTest {

    @TempDir
    Path folder;

    @BeforeEach
    void keepsTheUsersListAsItIs() {
        System.setProperty(Trust.FOLDER_PROPERTY, folder.resolve("settings").toString());
    }

    @AfterEach
    void forgetsTheOtherList() {
        System.clearProperty(Trust.FOLDER_PROPERTY);
    }

    private String refused(Path file, ImportHints given) throws IOException {
        Trust.give(Sha256.of(file));
        Path output = folder.resolve("model");
        ForeignImport importer =
                new ForeignImport(new ImportSettings(file, output, "imported", Preset.NONE, given, null, "cpu"));
        IOException refused = assertThrows(IOException.class, () -> importer.run(Progress.SILENT));
        assertFalse(Files.exists(output));
        assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        return refused.getMessage();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path zip(String... entries) throws IOException {
        Path file = folder.resolve("zip.pt");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        }
        return file;
    }

    private static ImportHints hints(int classes, String axes, Integer frames, Integer size, String... features) {
        return new ImportHints(
                classes == 0 ? null : ForeignImportTest.names(classes),
                axes,
                frames,
                null,
                null,
                size,
                size,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                features.length == 0 ? null : List.of(features),
                null,
                null,
                null);
    }

    @Test
    void aTextIsNoTorchScript() throws IOException {
        String message = refused(file("a.pt", "hello".getBytes(StandardCharsets.UTF_8)), ImportHints.NONE);
        assertTrue(message.contains("is not a TorchScript file"), message);
        assertTrue(message.contains("export_classifier.py"), message);
    }

    @Test
    void anEmptyFileIsNoTorchScript() throws IOException {
        assertTrue(refused(file("a.pt", new byte[0]), ImportHints.NONE).contains("is not a TorchScript file"));
    }

    @Test
    void anOldPickleIsNamedAsOne() throws IOException {
        String message = refused(file("a.pt", new byte[] {(byte) 0x80, 2, 0x7d, 0x71}), ImportHints.NONE);
        assertTrue(message.contains("is a pickle of Python"), message);
    }

    @Test
    void aStateDictIsNamedAsOne() throws IOException {
        String message = refused(zip("weights/data.pkl", "weights/data/0"), ImportHints.NONE);
        assertTrue(message.contains("state_dict or a pickled module"), message);
        assertTrue(message.contains("export_classifier.py"), message);
    }

    @Test
    void anotherZipFileIsNoTorchScript() throws IOException {
        assertTrue(refused(zip("a.txt"), ImportHints.NONE).contains("is a zip file, but not TorchScript"));
    }

    @Test
    void aFileThatIsCutShortIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(ForeignFixtures.file("r21d_tuple.pt"));
        String message = refused(file("a.pt", Arrays.copyOf(whole, whole.length / 2)), ImportHints.NONE);
        assertTrue(message.contains("is cut short or damaged"), message);
    }

    @Test
    void anotherSizeThanTheNetworksIsStatedWithWhatItReported() throws IOException {
        String message = refused(ForeignFixtures.file("tokens_tuple.pt"), hints(4, "NTCHW", 16, 96));
        assertTrue(message.contains("does not run on an input of NTCHW, 16 frames of 96x96 pixels"), message);
        assertTrue(message.contains("The size of tensor") || message.contains("must match"), message);
    }

    @Test
    void aNetworkThatTakesNoneOfTheInputsIsNotGuessedAt() throws IOException {
        String message = refused(ForeignFixtures.file("r21d_tuple.pt"), hints(5, "NTHWC", null, 64));
        assertTrue(message.contains("any of the 3 inputs that were tried"), message);
        assertTrue(message.contains("State what it wants"), message);
    }

    @Test
    void fewerNamesThanClassesAreCounted() throws IOException {
        String message = refused(ForeignFixtures.file("r21d_tuple.pt"), hints(4, null, 16, 64));
        assertTrue(message.contains("There are 4 class names, but the network's output '0' has 5 classes"), message);
    }

    @Test
    void missingNamesAreAskedFor() throws IOException {
        String message = refused(ForeignFixtures.file("r21d_tuple.pt"), hints(0, null, 16, 64));
        assertTrue(message.contains("has 5 classes, whose names are not known"), message);
    }

    @Test
    void aLayerWithoutTimeOrSpaceIsNoFeatureLayer() throws IOException {
        String message = refused(ForeignFixtures.file("r21d_tuple.pt"), hints(5, null, 16, 64, "0"));
        assertTrue(message.contains("'0' of the shape (1, 5) can't be a feature layer"), message);
    }

    @Test
    void aLayerThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
        String message = refused(ForeignFixtures.file("r21d_dict.pt"), hints(5, null, 16, 64, "layer9"));
        assertTrue(message.contains("no output 'layer9'; it has"), message);
        assertTrue(message.contains("before_last"), message);
    }

    @Test
    void theHashOfADescriptionBesideTheFileIsCompared() throws IOException {
        Path file = Files.copy(ForeignFixtures.file("r21d_tuple.pt"), folder.resolve("net.pt"));
        Files.writeString(folder.resolve("net.json"), "{\"sha256\": \"" + "0".repeat(64) + "\"}");
        assertTrue(refused(file, hints(5, null, 16, 64)).contains("is not the file that the description beside it"));
    }
}
