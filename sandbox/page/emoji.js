// @ts-check
// The emoji that apps like this one use, by Slack's names. Others stay as :name:, as in Slack.

const NAMES = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 1234 🔢 ab 🆎 abacus 🧮 airplane ✈️ alarm_clock ⏰ ambulance 🚑
anger 💢 arrow_backward ◀️ arrow_down ⬇️ arrow_forward ▶️ arrow_heading_up ⤴️ arrow_left ⬅️ arrow_right ➡️ arrow_right_hook ↪️
arrow_up ⬆️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 arrows_clockwise 🔃 art 🎨 axe 🪓 baby 👶
balloon 🎈 ballot_box_with_check ☑️ bank 🏦 bar_chart 📊 beach_with_umbrella 🏖️ bell 🔔 no_bell 🔕 birthday 🎂
black_circle ⚫ black_large_square ⬛ black_small_square ▪️ blue_book 📘 blue_heart 💙 blush 😊 boat ⛵ bomb 💣 book 📖
bookmark 🔖 books 📚 boom 💥 bow 🙇 briefcase 💼 broken_heart 💔 brown_circle 🟤 bug 🐛 building_construction 🏗️ bulb 💡
busts_in_silhouette 👥 bust_in_silhouette 👤 cactus 🌵 calendar 📆 spiral_calendar_pad 🗓️ date 📅 call_me_hand 🤙 calling 📲 camera 📷
car 🚗 card_index 📇 cat 🐱 chart_with_downwards_trend 📉 chart_with_upwards_trend 📈 checkered_flag 🏁 clap 👏 clapper 🎬 clipboard 📋
clock1 🕐 clock3 🕒 clock9 🕘 closed_book 📕 closed_lock_with_key 🔐 cloud ☁️ coffee ☕ computer 💻 confetti_ball 🎊 confused 😕
construction 🚧 cookie 🍪 cool 🆒 credit_card 💳 crossed_fingers 🤞 crown 👑 cry 😢 dart 🎯 dash 💨 department_store 🏬 dizzy 💫
dog 🐶 dollar 💵 door 🚪 double_vertical_bar ⏸️ pause_button ⏸️ earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 egg 🥚 email 📧 e-mail 📧
envelope ✉️ envelope_with_arrow 📩 exclamation ❗ heavy_exclamation_mark ❗ eyes 👀 face_with_monocle 🧐 facepalm 🤦 factory 🏭
fast_forward ⏩ female-technologist 👩‍💻 file_cabinet 🗄️ file_folder 📁 fire 🔥 flag-de 🇩🇪 flag-fr 🇫🇷 flag-gb 🇬🇧 flag-us 🇺🇸 flags 🎏
flashlight 🔦 four 4️⃣ free 🆓 gear ⚙️ gem 💎 gift 🎁 globe_with_meridians 🌐 green_book 📗 green_heart 💚 grey_exclamation ❕
grey_question ❔ grimacing 😬 grin 😁 grinning 😀 hammer 🔨 hammer_and_wrench 🛠️ hand ✋ raised_hand ✋ handshake 🤝 hash #️⃣ headphones 🎧
heart ❤️ heart_eyes 😍 heavy_check_mark ✔️ heavy_minus_sign ➖ heavy_plus_sign ➕ heavy_multiplication_x ✖️ hourglass ⌛
hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗 hundred 💯 id 🆔 inbox_tray 📥 incoming_envelope 📨 information_source ℹ️ iphone 📱
joy 😂 key 🔑 keyboard ⌨️ label 🏷️ large_blue_circle 🔵 large_blue_square 🟦 large_green_circle 🟢 large_green_square 🟩
large_orange_circle 🟠 large_orange_diamond 🔶 large_blue_diamond 🔷 large_purple_circle 🟣 large_red_square 🟥 large_yellow_circle 🟡
large_yellow_square 🟨 laughing 😆 link 🔗 linked_paperclips 🖇️ lock 🔒 loudspeaker 📢 mag 🔍 mag_right 🔎 mailbox 📫 mailbox_with_mail 📬
man-shrugging 🤷‍♂️ medal 🏅 sports_medal 🏅 mega 📣 memo 📝 pencil 📝 microphone 🎤 money_with_wings 💸 moneybag 💰 muscle 💪 mute 🔇
neutral_face 😐 new 🆕 newspaper 📰 night_with_stars 🌃 no_entry ⛔ no_entry_sign 🚫 notebook 📓 ocean 🌊 office 🏢 ok 🆗 ok_hand 👌 one 1️⃣
open_file_folder 📂 open_hands 👐 orange_book 📙 orange_heart 🧡 outbox_tray 📤 package 📦 page_facing_up 📄 page_with_curl 📃 paperclip 📎
partying_face 🥳 party_parrot 🦜 pencil2 ✏️ pensive 😔 phone ☎️ telephone ☎️ telephone_receiver 📞 point_down 👇 point_left 👈 point_right 👉
point_up ☝️ postbox 📮 pray 🙏 purple_heart 💜 pushpin 📌 question ❓ rabbit 🐰 racehorse 🐎 radio_button 🔘 raised_hands 🙌 rainbow 🌈
recycle ♻️ red_circle 🔴 relaxed ☺️ repeat 🔁 robot_face 🤖 rocket 🚀 rotating_light 🚨 round_pushpin 📍 runner 🏃 running 🏃 sandwich 🥪
scales ⚖️ scroll 📜 seedling 🌱 see_no_evil 🙈 shield 🛡️ shopping_trolley 🛒 shrug 🤷 slightly_smiling_face 🙂 sleeping 😴 small_blue_diamond 🔹
small_orange_diamond 🔸 small_red_triangle 🔺 small_red_triangle_down 🔻 smile 😄 smiley 😃 snail 🐌 snowflake ❄️ sob 😭 sos 🆘 sparkles ✨
sparkler 🎇 speech_balloon 💬 star ⭐ star2 🌟 stopwatch ⏱️ sunglasses 😎 sunny ☀️ sunrise 🌅 sweat_smile 😅 tada 🎉 thinking_face 🤔 thought_balloon 💭
three 3️⃣ thumbs_up 👍 ticket 🎫 timer_clock ⏲️ toolbox 🧰 trophy 🏆 truck 🚚 two 2️⃣ umbrella ☂️ unlock 🔓 upside_down_face 🙃 v ✌️ vertical_traffic_light 🚦
warning ⚠️ wastebasket 🗑️ watch ⌚ wave 👋 white_check_mark ✅ white_circle ⚪ white_flower 💮 white_large_square ⬜ white_small_square ▫️
wink 😉 wrench 🔧 writing_hand ✍️ x ❌ yellow_heart 💛 zap ⚡ zzz 💤
`;

const words = NAMES.trim().split(/\s+/);
/** @type {Map<string, string>} */
const known = new Map();
for (let at = 0; at + 1 < words.length; at += 2) known.set(words[at] ?? '', words[at + 1] ?? '');

/**
 * @param {string} name without the colons
 * @returns {string | undefined}
 */
export function emojiNamed(name) {
  return known.get(name);
}
