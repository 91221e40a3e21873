package org.whynot.batch;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.AVI_Writer;
import ij.process.ByteProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder of tiny clips among which some are broken, each in another way that no reader can do anything with.
 *
 * @param folder where they lie
 * @param whole paths of those that can be explained, with slashes, sorted
 * @param broken of each broken one, what its reason must say
 */
public record FolderOfClips(Path folder, List<String> whole, Map<String, String> broken) {

    public static final int KINDS_OF_BROKEN = 10;
    static final int FRAMES = 10;

    private static final int SIDE = 48;

    private static final int HEADER_LIST = 12;

    /** Writes so many clips that can be explained, half of them in folders, and one of every kind that can't. */
    public static FolderOfClips write(Path folder, int clips) throws IOException {
        return write(folder, clips, FRAMES);
    }

    /** The same with longer clips. */
    public static FolderOfClips write(Path folder, int clips, int frames) throws IOException {
        Files.createDirectories(folder);
        List<String> whole = new ArrayList<>();
        for (int n = 0; n < clips; n++) {
            String path = (n % 2 == 0 ? "" : "day " + n % 6 + "/") + "clip" + n + ".avi";
            Files.createDirectories(folder.resolve(path).getParent());
            writeClip(folder.resolve(path), frames, n);
            whole.add(path);
        }
        whole.sort(null);
        return new FolderOfClips(folder, whole, writeBroken(folder, folder.resolve(whole.get(0))));
    }

    /** Writes one clip that can be explained. */
    public static void writeClip(Path file, int frames, int seed) throws IOException {
        ImagePlus clip = clip(SIDE, frames, seed);
        clip.getCalibration().fps = 25;
        new AVI_Writer().writeImage(clip, file.toString(), AVI_Writer.JPEG_COMPRESSION, 90);
    }

    /** A disc that moves over noise, another one for every seed. */
    static ImagePlus clip(int side, int seed) {
        return clip(side, FRAMES, seed);
    }

    private static ImagePlus clip(int side, int frames, int seed) {
        Random random = new Random(seed);
        ImageStack stack = new ImageStack(side, side);
        double angle = 2 * Math.PI * random.nextDouble();
        for (int t = 0; t < frames; t++) {
            ByteProcessor frame = new ByteProcessor(side, side);
            for (int i = 0; i < side * side; i++) frame.set(i, random.nextInt(60));
            frame.setValue(120 + random.nextInt(100));
            int x = (int) (side * (0.35 + 0.3 * Math.cos(angle + 0.2 * t)));
            int y = (int) (side * (0.35 + 0.3 * Math.sin(angle + 0.2 * t)));
            frame.fillOval(x, y, side / 3, side / 3);
            stack.addSlice(frame);
        }
        ImagePlus image = new ImagePlus("clip", stack);
        image.setDimensions(1, 1, frames);
        return image;
    }

    private static Map<String, String> writeBroken(Path folder, Path clip) throws IOException {
        byte[] avi = Files.readAllBytes(clip);
        byte[] tiff = tiff();
        Map<String, String> broken = new TreeMap<>();
        Files.createFile(folder.resolve("broken empty.avi"));
        broken.put("broken empty.avi", "can't be read");
        Files.writeString(folder.resolve("broken text.avi"), "This is no video, but somebody named it like one.\n");
        broken.put("broken text.avi", "can't be read");
        Files.write(folder.resolve("broken header.avi"), Arrays.copyOf(avi, 100));
        broken.put("broken header.avi", "can't be read");
        Files.write(folder.resolve("broken middle.tif"), Arrays.copyOf(tiff, tiff.length / 2));
        broken.put("broken middle.tif", "can't be read");
        Files.write(folder.resolve("broken no frames.avi"), withoutFrames(avi));
        broken.put("broken no frames.avi", "can't be read");
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("broken noise.tif"), noise);
        broken.put("broken noise.tif", "can't be read");
        Files.createDirectory(folder.resolve("broken folder.avi"));
        broken.put("broken folder.avi", "is a folder");
        Files.write(folder.resolve("broken huge.tif"), claimingToBeHuge(tiff));
        broken.put("broken huge.tif", "can't be read");
        Files.write(folder.resolve("broken archive.avi"), zip(avi));
        broken.put("broken archive.avi", "can't be read");
        Path link = folder.resolve("broken link.avi");
        try {
            Files.createSymbolicLink(link, folder.resolve("nowhere.avi"));
            broken.put("broken link.avi", "There is no file");
        } catch (UnsupportedOperationException | IOException notHere) {
            Files.write(link, new byte[] {0});
            broken.put("broken link.avi", "can't be read");
        }
        if (broken.size() != KINDS_OF_BROKEN) throw new AssertionError(broken);
        return broken;
    }

    private static byte[] tiff() throws IOException {
        Path file = Files.createTempFile("whynot", ".tif");
        IJ.saveAsTiff(clip(SIDE, 0), file.toString());
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    /** The header of an AVI file and an empty list of frames. */
    private static byte[] withoutFrames(byte[] avi) {
        ByteBuffer whole = ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN);
        int headerEnd = HEADER_LIST + 8 + whole.getInt(HEADER_LIST + 4);
        ByteBuffer bytes = ByteBuffer.allocate(headerEnd + 12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(avi, 0, headerEnd);
        bytes.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(4);
        bytes.put("movi".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(4, bytes.capacity() - 8);
        return bytes.array();
    }

    /** Width and length of the first page, tags 256 and 257, set to 60000. */
    private static byte[] claimingToBeHuge(byte[] tiff) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff.clone());
        bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int page = bytes.getInt(4);
        for (int i = 0; i < bytes.getShort(page); i++) {
            int entry = page + 2 + 12 * i;
            int tag = bytes.getShort(entry) & 0xffff;
            // As a 32-bit number (type 4), whatever it was before.
            if (tag == 256 || tag == 257) bytes.putShort(entry + 2, (short) 4).putInt(entry + 8, 60000);
        }
        return bytes.array();
    }

    private static byte[] zip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("clip.avi"));
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
