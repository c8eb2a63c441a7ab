/** Where the numbers of a North American area code are at home; null for what is not known. */
export interface Area {
  isoCountry: string
  /** State, province or territory, by its two letters. */
  region: string | null
  /** Its main city. */
  locality: string
  latitude: number
  longitude: number
  /** That of the main city's centre. */
  postalCode: string | null
  /** The local access and transport area; Canada is 888. */
  lata: string | null
  areaCodes: readonly string[]
}

/** Country, region, main city, latitude, longitude, postal code, LATA and area codes. Codes of one place are in one line. */
const table = `
US|AL|Birmingham|33.52|-86.80|35203|476|205 659
US|AL|Mobile|30.69|-88.04|36602|480|251
US|AL|Huntsville|34.73|-86.59|35801|477|256 938
US|AL|Montgomery|32.37|-86.30|36104|478|334
US|AK|Anchorage|61.22|-149.90|99501|832|907
US|AZ|Mesa|33.42|-111.83|85201|666|480
US|AZ|Tucson|32.22|-110.97|85701|668|520
US|AZ|Phoenix|33.45|-112.07|85003|666|602
US|AZ|Glendale|33.54|-112.19|85301|666|623
US|AZ|Flagstaff|35.20|-111.65|86001|666|928
US|AR|Fort Smith|35.39|-94.40|72901|526|479
US|AR|Little Rock|34.75|-92.29|72201|528|501
US|AR|Jonesboro|35.84|-90.70|72401|528|870 327
US|CA|Stockton|37.96|-121.29|95202|738|209 350
US|CA|Los Angeles|34.05|-118.24|90012|730|213 323 738
US|CA|Torrance|33.84|-118.34|90503|730|310 424
US|CA|Oakland|37.80|-122.27|94612|722|510 341
US|CA|Santa Rosa|38.44|-122.71|95404|722|707 369
US|CA|San Jose|37.34|-121.89|95113|722|408 669
US|CA|San Francisco|37.77|-122.42|94103|722|415 628
US|CA|Oceanside|33.20|-117.38|92054|732|760 442
US|CA|Redding|40.59|-122.39|96001|724|530 837
US|CA|Fresno|36.74|-119.79|93721|728|559 357
US|CA|Long Beach|33.77|-118.19|90802|730|562
US|CA|San Diego|32.72|-117.16|92101|732|619 858
US|CA|Pasadena|34.15|-118.14|91101|730|626
US|CA|San Mateo|37.56|-122.33|94401|722|650
US|CA|Anaheim|33.84|-117.91|92805|730|714 657
US|CA|Bakersfield|35.37|-119.02|93301|734|661
US|CA|Van Nuys|34.19|-118.45|91401|730|818 747
US|CA|Oxnard|34.20|-119.18|93030|730|805 820
US|CA|Salinas|36.68|-121.66|93901|736|831
US|CA|San Bernardino|34.11|-117.29|92401|730|909 840
US|CA|Sacramento|38.58|-121.49|95814|726|916 279
US|CA|Concord|37.98|-122.03|94520|722|925
US|CA|Irvine|33.68|-117.83|92612|730|949
US|CA|Riverside|33.98|-117.37|92501|730|951
US|CO|Denver|39.74|-104.99|80202|656|303 720 983
US|CO|Colorado Springs|38.83|-104.82|80903|658|719
US|CO|Fort Collins|40.59|-105.08|80521|656|970 748
US|CT|Bridgeport|41.18|-73.19|06604|920|203 475
US|CT|Hartford|41.77|-72.67|06103|920|860 959
US|DE|Wilmington|39.75|-75.55|19801|228|302
US|DC|Washington|38.91|-77.04|20001|236|202 771
US|FL|Fort Myers|26.64|-81.87|33901|939|239
US|FL|Miami|25.76|-80.19|33130|460|305 786 645
US|FL|Melbourne|28.08|-80.61|32901|458|321
US|FL|Gainesville|29.65|-82.32|32601|454|352
US|FL|Daytona Beach|29.21|-81.02|32114|456|386
US|FL|Orlando|28.54|-81.38|32801|458|407 689
US|FL|Tallahassee|30.44|-84.28|32301|953|850 448
US|FL|West Palm Beach|26.71|-80.05|33401|460|561 728
US|FL|Tampa|27.95|-82.46|33602|952|813 656
US|FL|St. Petersburg|27.77|-82.64|33701|952|727
US|FL|Fort Lauderdale|26.12|-80.14|33301|460|954 754
US|FL|Port St. Lucie|27.27|-80.35|34952|460|772
US|FL|Lakeland|28.04|-81.95|33801|952|863
US|FL|Jacksonville|30.33|-81.66|32202|452|904 324
US|FL|Sarasota|27.34|-82.53|34236|952|941
US|GA|Albany|31.58|-84.16|31701|444|229
US|GA|Atlanta|33.75|-84.39|30303|438|404 470 678 943
US|GA|Macon|32.84|-83.63|31201|446|478
US|GA|Augusta|33.47|-81.97|30901|442|706 762
US|GA|Marietta|33.95|-84.55|30060|438|770
US|GA|Savannah|32.08|-81.09|31401|440|912 565
US|HI|Honolulu|21.31|-157.86|96813|834|808
US|ID|Boise|43.62|-116.20|83702|652|208 986
US|IL|Springfield|39.80|-89.65|62701|374|217 447
US|IL|Elgin|42.04|-88.28|60120|358|847 224
US|IL|Peoria|40.69|-89.59|61602|368|309 861
US|IL|Chicago|41.88|-87.63|60601|358|312 773 872
US|IL|Aurora|41.76|-88.32|60505|358|630 331
US|IL|Cicero|41.85|-87.75|60804|358|708 464
US|IL|Belleville|38.52|-89.98|62220|520|618 730
US|IL|Rockford|42.27|-89.09|61101|360|815 779
US|IN|Gary|41.59|-87.35|46402|358|219
US|IN|Fort Wayne|41.08|-85.14|46802|334|260
US|IN|Indianapolis|39.77|-86.16|46204|336|317 463
US|IN|South Bend|41.68|-86.25|46601|332|574
US|IN|Lafayette|40.42|-86.88|47901|336|765
US|IN|Evansville|37.97|-87.57|47708|330|812 930
US|IA|Cedar Rapids|41.98|-91.67|52401|635|319
US|IA|Des Moines|41.59|-93.62|50309|632|515
US|IA|Davenport|41.52|-90.58|52801|634|563
US|IA|Mason City|43.15|-93.20|50401|632|641
US|IA|Sioux City|42.50|-96.40|51101|630|712
US|KS|Wichita|37.69|-97.34|67202|532|316
US|KS|Hutchinson|38.06|-97.93|67501|532|620
US|KS|Topeka|39.05|-95.68|66603|534|785
US|KS|Overland Park|38.98|-94.67|66204|524|913
US|KY|Bowling Green|36.99|-86.44|42101|464|270 364
US|KY|Louisville|38.25|-85.76|40202|462|502
US|KY|Ashland|38.48|-82.64|41101|932|606
US|KY|Lexington|38.04|-84.50|40507|466|859
US|LA|Baton Rouge|30.45|-91.19|70801|492|225
US|LA|Shreveport|32.53|-93.75|71101|486|318 457
US|LA|Lafayette|30.22|-92.02|70501|488|337
US|LA|New Orleans|29.95|-90.07|70112|490|504
US|LA|Houma|29.60|-90.72|70360|490|985
US|ME|Portland|43.66|-70.26|04101|120|207
US|MD|Rockville|39.08|-77.15|20850|236|301 240 227
US|MD|Baltimore|39.29|-76.61|21201|238|410 443 667
US|MA|Waltham|42.38|-71.24|02453|128|781 339
US|MA|Lowell|42.63|-71.32|01852|128|978 351
US|MA|Springfield|42.10|-72.59|01103|126|413
US|MA|Worcester|42.26|-71.80|01608|128|508 774
US|MA|Boston|42.36|-71.06|02108|128|617 857
US|MI|Muskegon|43.23|-86.25|49440|348|231
US|MI|Pontiac|42.64|-83.29|48342|340|248 947
US|MI|Kalamazoo|42.29|-85.59|49007|348|269
US|MI|Detroit|42.33|-83.05|48226|340|313 679
US|MI|Lansing|42.73|-84.56|48933|346|517
US|MI|Warren|42.51|-83.01|48089|340|586
US|MI|Grand Rapids|42.96|-85.67|49503|348|616
US|MI|Ann Arbor|42.28|-83.74|48104|340|734
US|MI|Flint|43.01|-83.69|48502|344|810
US|MI|Marquette|46.54|-87.40|49855|342|906
US|MI|Saginaw|43.42|-83.95|48607|344|989
US|MN|Duluth|46.79|-92.10|55802|624|218
US|MN|St. Cloud|45.56|-94.16|56301|626|320
US|MN|Rochester|44.02|-92.47|55902|620|507 924
US|MN|Minneapolis|44.98|-93.27|55401|628|612
US|MN|St. Paul|44.95|-93.09|55101|628|651
US|MN|Brooklyn Park|45.09|-93.36|55443|628|763
US|MN|Bloomington|44.84|-93.30|55420|628|952
US|MS|Gulfport|30.37|-89.09|39501|484|228
US|MS|Jackson|32.30|-90.18|39201|482|601 769
US|MS|Tupelo|34.26|-88.70|38801|482|662 471
US|MO|St. Louis|38.63|-90.20|63101|520|314 557
US|MO|Springfield|37.21|-93.29|65806|522|417
US|MO|Columbia|38.95|-92.33|65201|521|573 235
US|MO|O'Fallon|38.81|-90.70|63366|520|636
US|MO|Sedalia|38.70|-93.23|65301|524|660
US|MO|Kansas City|39.10|-94.58|64106|524|816 975
US|MT|Billings|45.78|-108.50|59101|650|406
US|NE|Grand Island|40.93|-98.34|68801|646|308
US|NE|Omaha|41.26|-95.93|68102|644|402 531
US|NV|Las Vegas|36.17|-115.14|89101|721|702 725
US|NV|Reno|39.53|-119.81|89501|720|775
US|NH|Manchester|42.99|-71.45|03101|122|603
US|NJ|Jersey City|40.73|-74.08|07302|224|201 551
US|NJ|Trenton|40.22|-74.76|08608|222|609 640
US|NJ|New Brunswick|40.49|-74.45|08901|224|732 848
US|NJ|Camden|39.93|-75.12|08102|222|856
US|NJ|Newark|40.74|-74.17|07102|224|973 862
US|NJ|Elizabeth|40.66|-74.21|07201|224|908
US|NM|Albuquerque|35.08|-106.65|87102|664|505
US|NM|Las Cruces|32.31|-106.78|88001|664|575
US|NY|New York|40.71|-74.01|10007|132|212 332 646 917
US|NY|Syracuse|43.05|-76.15|13202|136|315 680
US|NY|Brooklyn|40.65|-73.95|11201|132|718 347 929 465
US|NY|Hempstead|40.71|-73.62|11550|132|516 363
US|NY|Albany|42.65|-73.76|12207|134|518 838
US|NY|Rochester|43.16|-77.61|14604|974|585
US|NY|Binghamton|42.10|-75.91|13901|138|607
US|NY|Buffalo|42.89|-78.88|14202|140|716 624
US|NY|Brentwood|40.78|-73.25|11717|132|631 934
US|NY|Poughkeepsie|41.71|-73.92|12601|133|845 329
US|NY|Yonkers|40.93|-73.90|10701|132|914
US|NC|Greenville|35.61|-77.37|27834|951|252
US|NC|Greensboro|36.07|-79.79|27401|424|336 743
US|NC|Charlotte|35.23|-80.84|28202|422|704 980
US|NC|Asheville|35.60|-82.55|28801|420|828
US|NC|Fayetteville|35.05|-78.88|28301|949|910 472
US|NC|Raleigh|35.78|-78.64|27601|426|919 984
US|ND|Fargo|46.88|-96.79|58102|636|701
US|OH|Cleveland|41.50|-81.69|44113|320|216
US|OH|Newark|40.06|-82.40|43055|324|740 220
US|OH|Akron|41.08|-81.52|44308|325|330 234
US|OH|Cincinnati|39.10|-84.51|45202|922|513 283
US|OH|Dayton|39.76|-84.19|45402|328|937 326
US|OH|Columbus|39.96|-83.00|43215|324|614 380
US|OH|Toledo|41.65|-83.54|43604|326|419 567
US|OH|Parma|41.40|-81.72|44129|320|440 436
US|OK|Oklahoma City|35.47|-97.52|73102|536|405 572
US|OK|Tulsa|36.15|-95.99|74103|538|918 539
US|OK|Lawton|34.60|-98.40|73501|536|580
US|OR|Eugene|44.05|-123.09|97401|670|541 458
US|OR|Portland|45.52|-122.68|97204|672|503 971
US|PA|Philadelphia|39.95|-75.17|19102|228|215 267 445
US|PA|Harrisburg|40.27|-76.88|17101|226|717 223
US|PA|Scranton|41.41|-75.66|18503|232|570 272
US|PA|Pittsburgh|40.44|-80.00|15222|234|412
US|PA|Allentown|40.60|-75.48|18101|228|610 484 835
US|PA|Erie|42.13|-80.09|16501|924|814 582
US|PA|Greensburg|40.30|-79.54|15601|234|724 878
US|RI|Providence|41.82|-71.41|02903|130|401
US|SC|Columbia|34.00|-81.03|29201|434|803 839
US|SC|Greenville|34.85|-82.40|29601|430|864 821
US|SC|Charleston|32.78|-79.93|29401|436|843 854
US|SD|Sioux Falls|43.55|-96.73|57104|640|605
US|TN|Chattanooga|35.05|-85.31|37402|472|423 729
US|TN|Nashville|36.16|-86.78|37201|470|615 629
US|TN|Jackson|35.61|-88.81|38301|468|731
US|TN|Knoxville|35.96|-83.92|37902|474|865
US|TN|Memphis|35.15|-90.05|38103|468|901
US|TN|Clarksville|36.53|-87.36|37040|470|931
US|TX|San Antonio|29.42|-98.49|78205|566|210 726
US|TX|Dallas|32.78|-96.80|75201|552|214 469 945 972
US|TX|Waco|31.55|-97.15|76701|556|254
US|TX|Houston|29.76|-95.37|77002|560|713 281 346 621 832
US|TX|Abilene|32.45|-99.73|79601|550|325
US|TX|Corpus Christi|27.80|-97.40|78401|564|361
US|TX|Beaumont|30.08|-94.13|77701|562|409
US|TX|Tyler|32.35|-95.30|75702|554|903 430
US|TX|Midland|32.00|-102.08|79701|542|432
US|TX|Austin|30.27|-97.74|78701|558|512 737
US|TX|Fort Worth|32.76|-97.33|76102|552|817 682
US|TX|Lubbock|33.58|-101.86|79401|544|806
US|TX|New Braunfels|29.70|-98.12|78130|566|830
US|TX|El Paso|31.76|-106.49|79901|540|915
US|TX|Conroe|30.31|-95.46|77301|560|936
US|TX|Denton|33.21|-97.13|76201|552|940
US|TX|Laredo|27.51|-99.51|78040|566|956
US|TX|College Station|30.63|-96.33|77840|570|979
US|UT|Salt Lake City|40.76|-111.89|84101|660|801 385
US|UT|St. George|37.10|-113.58|84770|660|435
US|VT|Burlington|44.48|-73.21|05401|124|802
US|VA|Bristol|36.60|-82.19|24201|956|276
US|VA|Lynchburg|37.41|-79.14|24504|250|434
US|VA|Roanoke|37.27|-79.94|24011|244|540 826
US|VA|Arlington|38.88|-77.10|22201|236|703 571
US|VA|Richmond|37.54|-77.44|23219|248|804 686
US|VA|Norfolk|36.85|-76.29|23510|252|757 948
US|WA|Seattle|47.61|-122.33|98101|674|206
US|WA|Tacoma|47.25|-122.44|98402|674|253
US|WA|Olympia|47.04|-122.90|98501|674|360 564
US|WA|Bellevue|47.61|-122.20|98004|674|425
US|WA|Spokane|47.66|-117.43|99201|676|509
US|WV|Charleston|38.35|-81.63|25301|254|304 681
US|WI|Kenosha|42.58|-87.82|53140|356|262
US|WI|Green Bay|44.51|-88.02|54301|350|920 274
US|WI|Madison|43.07|-89.40|53703|354|608 353
US|WI|Milwaukee|43.04|-87.91|53202|356|414
US|WI|Eau Claire|44.81|-91.50|54701|352|715 534
US|WY|Cheyenne|41.14|-104.82|82001|654|307
CA|AB|Calgary|51.05|-114.07|T2P|888|403
CA|AB|Edmonton|53.55|-113.49|T5J|888|780 587 825 368
CA|BC|Vancouver|49.28|-123.12|V6B|888|604 778 236 672 257
CA|BC|Victoria|48.43|-123.37|V8W|888|250
CA|MB|Winnipeg|49.90|-97.14|R3C|888|204 431 584
CA|NB|Moncton|46.09|-64.77|E1C|888|506 428
CA|NL|St. John's|47.56|-52.71|A1C|888|709 879
CA|NS|Halifax|44.65|-63.57|B3J|888|902 782
CA|ON|London|42.98|-81.25|N6A|888|519 226 548 382
CA|ON|Sudbury|46.49|-81.01|P3E|888|705 249 683
CA|ON|Hamilton|43.26|-79.87|L8P|888|905 289 365 742
CA|ON|Ottawa|45.42|-75.70|K1P|888|613 343 753
CA|ON|Toronto|43.65|-79.38|M5H|888|416 437 647 942
CA|ON|Thunder Bay|48.38|-89.25|P7B|888|807
CA|QC|Montreal|45.50|-73.57|H3B|888|514 438 263
CA|QC|Quebec|46.81|-71.21|G1R|888|418 581 367 273
CA|QC|Longueuil|45.53|-73.52|J4H|888|450 579 354
CA|QC|Gatineau|45.48|-75.70|J8X|888|819 873 468
CA|SK|Saskatoon|52.13|-106.67|S7K|888|306 639 474
CA|YT|Whitehorse|60.72|-135.06|Y1A|888|867
PR|PR|San Juan|18.47|-66.11|00901|820|787 939
VI|VI|Charlotte Amalie|18.34|-64.93|00802|822|340
GU|GU|Hagatna|13.48|144.75|96910|871|671
AS|AS|Pago Pago|-14.28|-170.70|96799|884|684
MP|MP|Saipan|15.19|145.75|96950|870|670
AG||St. John's|17.12|-61.85|||268
AI||The Valley|18.22|-63.06|||264
BB||Bridgetown|13.10|-59.62|||246
BM||Hamilton|32.29|-64.78|||441
BS||Nassau|25.06|-77.35|||242
DM||Roseau|15.30|-61.39|||767
DO||Santo Domingo|18.49|-69.93|||809 829 849
GD||St. George's|12.05|-61.75|||473
JM||Kingston|17.97|-76.79|||876 658
KN||Basseterre|17.30|-62.72|||869
KY||George Town|19.29|-81.37|||345
LC||Castries|14.01|-60.99|||758
MS||Brades|16.79|-62.21|||664
SX||Philipsburg|18.03|-63.05|||721
TC||Cockburn Town|21.46|-71.14|||649
TT||Port of Spain|10.66|-61.51|||868
VC||Kingstown|13.16|-61.22|||784
VG||Road Town|18.43|-64.62|||284
`

/** Every area that has area codes of its own, as they were given out by the end of 2025. */
export const areas: readonly Area[] = table.trim().split('\n').map(readArea)

function readArea(line: string): Area {
  const [isoCountry = '', region, locality = '', latitude, longitude, postalCode, lata, areaCodes = ''] =
    line.split('|')
  return {
    isoCountry,
    region: region || null,
    locality,
    latitude: Number(latitude),
    longitude: Number(longitude),
    postalCode: postalCode || null,
    lata: lata || null,
    areaCodes: areaCodes.split(' '),
  }
}

const byAreaCode: ReadonlyMap<string, Area> = new Map(
  areas.flatMap((area) => area.areaCodes.map((code) => [code, area] as const)),
)

/** Where a North American area code is; null for one that belongs to no place, such as those of toll-free numbers. */
export const areaOf = (areaCode: string): Area | null => byAreaCode.get(areaCode) ?? null

/** Canada's codes for services that are at no place. */
const placeless: ReadonlySet<string> = new Set(['600', '622', '633'])

/** The country of a North American area code; the United States for those that all countries share, or that are not assigned. */
export const nanpCountryOf = (areaCode: string): string =>
  byAreaCode.get(areaCode)?.isoCountry ?? (placeless.has(areaCode) ? 'CA' : 'US')

/** The city as telephone companies name their exchanges. */
export const rateCenterOf = ({ locality }: Area): string =>
  locality
    .toUpperCase()
    .replace(/[^A-Z ]/g, '')
    .slice(0, 10)
    .trim()
