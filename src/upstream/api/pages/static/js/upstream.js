// Small conveniences over pages that work without them.
import { followSlider } from "./slider.js";
import { followUpload } from "./upload.js";
import { showTips } from "./tips.js";
import { closeMenus } from "./menus.js";
import { tidyAddress } from "./address.js";
import { followNews } from "./live.js";

followSlider();
followUpload();
showTips();
closeMenus();
tidyAddress();
followNews();
