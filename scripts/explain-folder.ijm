// Explains every AVI and TIFF video of a folder and saves the results there, in the folder "explained".
// The folder is given as the argument, or chosen in a window. Videos that have their results already are left out, so that
// a run that was stopped can be taken up again.
options = "model=cells positive=predicted why_not=runner-up explanations=3 verify=no";

folder = getArgument();
if (folder == "")
	folder = getDirectory("Choose a folder of videos");
if (!endsWith(folder, "/") && !endsWith(folder, File.separator))
	folder = folder + "/";
output = folder + "explained";
files = getFileList(folder);
for (i = 0; i < files.length; i++) {
	name = toLowerCase(files[i]);
	if (!(endsWith(name, ".avi") || endsWith(name, ".tif") || endsWith(name, ".tiff")))
		continue;
	clip = File.getNameWithoutExtension(files[i]);
	if (File.exists(output + "/" + clip + ".explanation.json"))
		continue;
	title = call("org.whynot.imagej1.WhyNot.open", folder + files[i]);
	sentence = call("org.whynot.imagej1.WhyNot.run", "Explain Video...", options + " save_to=[" + output + "]");
	print(files[i] + ": " + sentence);
	close();
}
